import type { Topic } from '@plumbline/contracts';

export interface OutgoingRecord {
  /** Records of one key keep their order. */
  readonly key: string;
  readonly value: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface IncomingRecord extends OutgoingRecord {
  readonly headers: Readonly<Record<string, string>>;
  /** Counts up by one within a partition (gaps are possible on Kafka). */
  readonly offset: bigint;
  readonly timestampMs: number;
}

export interface RecordBatch {
  /** Identity of the log behind the offsets (Kafka cluster id, or `embedded`): offsets of two logs never compare. */
  readonly source: string;
  readonly topic: Topic;
  readonly partition: number;
  readonly records: readonly IncomingRecord[];
  /** Call in long work, so that the group does not give the partition away. */
  heartbeat(): Promise<void>;
}

export interface Subscription {
  /** Finishes the batch in hand, then leaves the group. */
  close(): Promise<void>;
}

export interface SubscribeOptions {
  readonly topic: Topic;
  readonly group: string;
  readonly maxBatch?: number;
  /**
   * At least once, in order within a partition: a batch that throws is given again. A handler that must not count twice
   * keeps `next offset` per (group, source, topic, partition) in its own transaction and skips what is below it.
   */
  readonly onBatch: (batch: RecordBatch) => Promise<void>;
  readonly onError?: (error: unknown) => void;
}

/** Two adapters (Kafka, embedded PostgreSQL log), one conformance suite. */
export interface EventBus {
  readonly kind: 'kafka' | 'embedded';
  /** Resolves when every record is durable; rejects with nothing promised when any is not. */
  publish(topic: Topic, records: readonly OutgoingRecord[]): Promise<void>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** Records published and not yet committed by the group, over all partitions. */
  lag(group: string, topic: Topic): Promise<number>;
  close(): Promise<void>;
}
