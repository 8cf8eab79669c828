import type { Topic } from '@plumbline/contracts';
import {
  chunkRecords,
  EventBusUnavailableError,
  partitionOfKey,
  PARTITIONS,
  type EventBus,
  type IncomingRecord,
  type OutgoingRecord,
  type SubscribeOptions,
  type Subscription,
} from '@plumbline/platform';

const DEFAULT_BATCH = 500;
const RETRY_MS = 5;

interface Member {
  readonly options: SubscribeOptions;
  readonly handling: Map<number, Promise<void>>;
  closed: boolean;
}

const groupKey = (topic: Topic, group: string) => `${topic}\u0000${group}`;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The promises of the real buses in one process; records live as long as the object. */
export class InMemoryEventBus implements EventBus {
  readonly kind = 'embedded';
  private readonly logs = new Map<Topic, IncomingRecord[][]>();
  private readonly offsets = new Map<string, number[]>();
  private readonly members = new Map<string, Member[]>();
  private closed = false;

  async publish(topic: Topic, records: readonly OutgoingRecord[]): Promise<void> {
    this.refuseWhenClosed();
    chunkRecords(records, records.length);
    const log = this.logOf(topic);
    for (const { key, value, headers } of records) {
      const partition = log[partitionOfKey(key)] as IncomingRecord[];
      const offset = BigInt(partition.length);
      partition.push({ key, value, headers: { ...headers }, offset, timestampMs: Date.now() });
    }
    for (const [key, members] of this.members) if (key.startsWith(`${topic}\u0000`)) this.serve(key, members);
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    this.refuseWhenClosed();
    const key = groupKey(options.topic, options.group);
    const member: Member = { options, handling: new Map(), closed: false };
    const members = [...(this.members.get(key) ?? []), member];
    this.members.set(key, members);
    this.serve(key, members);
    return { close: () => this.leave(key, member) };
  }

  async lag(group: string, topic: Topic): Promise<number> {
    const offsets = this.offsetsOf(groupKey(topic, group));
    return this.logOf(topic).reduce((lag, partition, i) => lag + partition.length - (offsets[i] as number), 0);
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const [key, members] of this.members) await Promise.all(members.map((member) => this.leave(key, member)));
  }

  /** Everything that was published, in order within a key. */
  published(topic: Topic): IncomingRecord[] {
    return this.logOf(topic).flat();
  }

  /** Resolves when no group has anything left to handle. */
  async settled(): Promise<void> {
    for (let busy = true; busy;) {
      const handling = [...this.members.values()].flat().flatMap((member) => [...member.handling.values()]);
      await Promise.all(handling);
      busy = handling.length > 0;
    }
  }

  private async leave(key: string, member: Member): Promise<void> {
    member.closed = true;
    await Promise.all(member.handling.values());
    const rest = (this.members.get(key) ?? []).filter((other) => other !== member);
    this.members.set(key, rest);
    this.serve(key, rest);
  }

  /** Partition p belongs to member p modulo their number; it changes hands when the batch in hand is done. */
  private serve(key: string, members: readonly Member[]): void {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const owner = members[partition % members.length];
      const busy = members.some(({ handling }) => handling.has(partition));
      if (!owner || owner.closed || busy) continue;
      const records = this.nextRecords(key, owner, partition);
      if (records.length === 0) continue;
      const done = this.handle(key, owner, partition, records).then(() => {
        owner.handling.delete(partition);
        this.serve(key, this.members.get(key) ?? []);
      });
      owner.handling.set(partition, done);
    }
  }

  private nextRecords(key: string, { options }: Member, partition: number): readonly IncomingRecord[] {
    const from = this.offsetsOf(key)[partition] as number;
    const log = this.logOf(options.topic)[partition] as IncomingRecord[];
    return log.slice(from, from + (options.maxBatch ?? DEFAULT_BATCH));
  }

  private async handle(
    key: string,
    { options }: Member,
    partition: number,
    records: readonly IncomingRecord[],
  ): Promise<void> {
    try {
      const heartbeat = () => Promise.resolve();
      await options.onBatch({ source: 'embedded', topic: options.topic, partition, records, heartbeat });
      const offsets = this.offsetsOf(key);
      offsets[partition] = (offsets[partition] as number) + records.length;
    } catch (error) {
      options.onError?.(error);
      await pause(RETRY_MS);
    }
  }

  private refuseWhenClosed(): void {
    if (this.closed) throw new EventBusUnavailableError('The event bus is closed.');
  }

  private logOf(topic: Topic): IncomingRecord[][] {
    const log = this.logs.get(topic) ?? Array.from({ length: PARTITIONS }, () => []);
    this.logs.set(topic, log);
    return log;
  }

  private offsetsOf(key: string): number[] {
    const offsets = this.offsets.get(key) ?? Array.from({ length: PARTITIONS }, () => 0);
    this.offsets.set(key, offsets);
    return offsets;
  }
}
