import type { Consumer, EachBatchPayload, IHeaders, Kafka, KafkaMessage } from 'kafkajs';
import type { IncomingRecord, SubscribeOptions, Subscription } from './event-bus.port';
import { EventBusUnavailableError } from './event-bus.errors';
import { retryDelayMs } from './retry-delay';

const DEFAULT_BATCH = 500;
const DEFAULT_SESSION_TIMEOUT_MS = 30_000;
const LONGEST_HEARTBEAT_MS = 3_000;
const JOIN_TIMEOUT_MS = 60_000;
/** A fetch is held in memory whole, so that this bounds the memory of a member that catches up. */
const FETCH_BYTES = 16 * 2 ** 20;
const FETCH_PARTITION_BYTES = 4 * 2 ** 20;
const NO_HEADERS: IncomingRecord['headers'] = {};

const headerText = (value: IHeaders[string]): string => {
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined ? '' : first.toString();
};

function headerTexts(headers: IHeaders | undefined): IncomingRecord['headers'] {
  const entries = Object.entries(headers ?? NO_HEADERS);
  if (entries.length === 0) return NO_HEADERS;
  return Object.fromEntries(entries.map(([name, value]) => [name, headerText(value)]));
}

const incoming = ({ key, value, headers, offset, timestamp }: KafkaMessage): IncomingRecord => ({
  offset: BigInt(offset),
  key: key?.toString() ?? '',
  value: value?.toString() ?? '',
  headers: headerTexts(headers),
  timestampMs: Number(timestamp),
});

export interface KafkaLog {
  readonly source: string;
  readonly topicPrefix: string;
  /** So long after its last sign of life a member is missed, and others get its partitions. Default: 30 s. */
  readonly sessionTimeoutMs?: number | undefined;
}

/** One member of a Kafka consumer group. Offsets are committed only after the handler resolved. */
export class KafkaSubscription implements Subscription {
  private readonly consumer: Consumer;
  private readonly heartbeatMs: number;

  constructor(
    kafka: Kafka,
    private readonly log: KafkaLog,
    private readonly options: SubscribeOptions,
  ) {
    const { sessionTimeoutMs = DEFAULT_SESSION_TIMEOUT_MS } = log;
    this.heartbeatMs = Math.min(LONGEST_HEARTBEAT_MS, sessionTimeoutMs / 4);
    this.consumer = kafka.consumer({
      groupId: log.topicPrefix + options.group,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: sessionTimeoutMs * 2,
      heartbeatInterval: this.heartbeatMs,
      maxWaitTimeInMs: 500,
      maxBytes: FETCH_BYTES,
      maxBytesPerPartition: FETCH_PARTITION_BYTES,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 200, maxRetryTime: 5_000, retries: 6, restartOnFailure: () => Promise.resolve(true) },
    });
  }

  /** Resolves when the member has joined its group. */
  async start(): Promise<void> {
    const { consumer, options } = this;
    consumer.on(consumer.events.CRASH, ({ payload }) => options.onError?.(payload.error));
    const joined = this.nextJoin();
    await consumer.connect();
    await consumer.subscribe({ topics: [this.log.topicPrefix + options.topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 4,
      eachBatch: (payload) => this.handle(payload),
    });
    await joined;
  }

  async close(): Promise<void> {
    await this.consumer.disconnect();
  }

  private nextJoin(): Promise<void> {
    const { consumer } = this;
    const joined = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(new EventBusUnavailableError(`Could not join the group ${this.options.group} in time.`));
      }, JOIN_TIMEOUT_MS);
      const stop = consumer.on(consumer.events.GROUP_JOIN, () => {
        clearTimeout(timer);
        stop();
        resolve();
      });
    });
    joined.catch(() => undefined);
    return joined;
  }

  private async handle(payload: EachBatchPayload): Promise<void> {
    const { maxBatch = DEFAULT_BATCH } = this.options;
    const { batch } = payload;
    const { topic } = batch;
    for (let from = 0; from < batch.messages.length; from += maxBatch) {
      const messages = batch.messages.slice(from, from + maxBatch);
      if (!(await this.handleUntilDone(payload, messages.map(incoming)))) return;
      const last = messages.at(-1)?.offset as string;
      const next = (BigInt(last) + 1n).toString();
      // Not consumer.commitOffsets: that does nothing once we are stopping, and the batch would be given again.
      await payload.commitOffsetsIfNecessary({
        topics: [{ topic, partitions: [{ partition: batch.partition, offset: next }] }],
      });
      payload.resolveOffset(last);
      await payload.heartbeat();
    }
  }

  /** @returns false when the partition is no longer ours, or we are stopping: then somebody gets the batch again */
  private async handleUntilDone(payload: EachBatchPayload, records: IncomingRecord[]): Promise<boolean> {
    const { options, log } = this;
    const { partition } = payload.batch;
    const batch = {
      source: log.source,
      topic: options.topic,
      partition,
      records,
      heartbeat: () => payload.heartbeat(),
    };
    for (let failures = 0; payload.isRunning() && !payload.isStale();) {
      const beat = setInterval(() => void payload.heartbeat().catch(() => undefined), this.heartbeatMs);
      try {
        await options.onBatch(batch);
        return true;
      } catch (error) {
        options.onError?.(error);
        await this.pauseFor(retryDelayMs(++failures), payload);
      } finally {
        clearInterval(beat);
      }
      // Throws when the group rebalances, and so leaves the batch to its next owner.
      await payload.heartbeat();
    }
    return false;
  }

  private async pauseFor(delayMs: number, { isRunning }: EachBatchPayload): Promise<void> {
    const until = Date.now() + delayMs;
    while (isRunning() && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(100, until - Date.now())));
    }
  }
}
