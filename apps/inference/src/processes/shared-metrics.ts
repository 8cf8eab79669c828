import { mergeMetrics, type Metrics, type MetricSnapshot } from '@plumbline/platform';
import type { PrimaryMessage, WorkerMessage } from './process-messages';

/** The worker's end of the channel to the primary: `process`. */
export interface WorkerChannel {
  send?(message: WorkerMessage): unknown;
  on(event: 'message', listener: (message: PrimaryMessage) => void): unknown;
}

const ANSWER_MS = 2_000;

/** A scrape reaches one worker and must tell of all: the primary collects them. Alone when it does not answer in time. */
export function sharedMetrics(own: Metrics, channel: WorkerChannel): Metrics {
  const waiting = new Map<number, (text: string) => void>();
  let lastId = 0;
  channel.on('message', (message) => {
    if (message.kind === 'metrics') waiting.get(message.id)?.(message.text);
    if (message.kind !== 'snapshot-wanted') return;
    void own.snapshot().then((snapshot) => channel.send?.({ kind: 'snapshot', id: message.id, snapshot }));
  });
  const ask = (id: number): Promise<string | null> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), ANSWER_MS);
      waiting.set(id, (text) => {
        clearTimeout(timer);
        resolve(text);
      });
      channel.send?.({ kind: 'metrics-wanted', id });
    });
  return {
    ...own,
    text: async () => {
      const id = ++lastId;
      const text = await ask(id).finally(() => waiting.delete(id));
      return text ?? own.text();
    },
  };
}

/** The primary's end of the channel to one worker. */
export interface MetricSource {
  readonly id: number;
  send(message: PrimaryMessage): unknown;
}

interface Collection {
  readonly asker: MetricSource;
  readonly askerId: number;
  readonly missing: Set<number>;
  readonly snapshots: MetricSnapshot[];
}

const COLLECT_MS = 1_500;

/** Brings the snapshots of all workers together for the one that was scraped; who is silent is left out. */
export class MetricCollector {
  private readonly collections = new Map<number, Collection>();
  private lastId = 0;

  constructor(private readonly workers: () => readonly MetricSource[]) {}

  receive(from: MetricSource, message: WorkerMessage): void {
    if (message.kind === 'metrics-wanted') return this.begin(from, message.id);
    const collection = this.collections.get(message.id);
    if (!collection?.missing.delete(from.id)) return;
    collection.snapshots.push(message.snapshot);
    if (collection.missing.size === 0) void this.finish(message.id);
  }

  private begin(asker: MetricSource, askerId: number): void {
    const workers = this.workers();
    const id = ++this.lastId;
    this.collections.set(id, { asker, askerId, missing: new Set(workers.map((worker) => worker.id)), snapshots: [] });
    for (const worker of workers) worker.send({ kind: 'snapshot-wanted', id });
    setTimeout(() => void this.finish(id), COLLECT_MS).unref();
  }

  private async finish(id: number): Promise<void> {
    const collection = this.collections.get(id);
    if (!collection) return;
    this.collections.delete(id);
    const text = await mergeMetrics(collection.snapshots);
    collection.asker.send({ kind: 'metrics', id: collection.askerId, text });
  }
}
