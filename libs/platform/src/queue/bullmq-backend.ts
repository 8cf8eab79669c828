import { createPostgresBackend, Queue, Worker, withBackend, type Processor, type WorkerOptions } from 'bullmq';

export interface QueueLocation {
  /** Redis when given, else PostgreSQL (schema `bullmq`, made when missing). */
  readonly redisUrl?: string;
  readonly databaseUrl: string;
}

export type BullQueue = Pick<
  Queue,
  'add' | 'upsertJobScheduler' | 'getJobCounts' | 'getFailed' | 'waitUntilReady' | 'close' | 'on'
>;
export interface BullWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: { name: string; id?: string } | undefined, error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
}
export type BullWorkerOptions = Omit<WorkerOptions, 'connection'>;

export interface BullBackend {
  readonly kind: 'redis' | 'postgres';
  openQueue(name: string): BullQueue;
  openWorker(name: string, process: Processor, options: BullWorkerOptions): BullWorker;
}

function redisBackend(url: string): BullBackend {
  const connection = { url, maxRetriesPerRequest: null };
  return {
    kind: 'redis',
    openQueue: (name) => new Queue(name, { connection }),
    openWorker: (name, process, options) => new Worker(name, process, { ...options, connection }),
  };
}

function postgresBackend(connectionString: string): BullBackend {
  const bound = withBackend(createPostgresBackend);
  const connection = { connectionString, schema: 'bullmq', migrate: true, keepAlive: true };
  return {
    kind: 'postgres',
    openQueue: (name) => new bound.Queue(name, { connection: { ...connection, max: 2 } }) as unknown as BullQueue,
    openWorker: (name, process, options) =>
      new bound.Worker(name, process, {
        ...options,
        connection: { ...connection, max: 2 + (options.concurrency ?? 1) },
      }) as unknown as BullWorker,
  };
}

export const bullBackend = ({ redisUrl, databaseUrl }: QueueLocation): BullBackend =>
  redisUrl ? redisBackend(redisUrl) : postgresBackend(databaseUrl);
