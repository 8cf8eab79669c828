import type { RecordBatch, SubscribeOptions, Subscription } from './event-bus.port';
import { readRecords } from './embedded-log';
import { commitGroupOffset, readGroupOffset } from './group-offsets';
import { GroupSession } from './group-session';
import { PARTITIONS } from './key-partition';
import { retryDelayMs } from './retry-delay';
import { WakeSignal } from './wake-signal';

const POLL_MS = 1_000;
const DEFAULT_BATCH = 500;

/** A partition this member owns now, until `released` is set and its loop has ended. */
interface OwnedPartition {
  readonly signal: WakeSignal;
  readonly done: Promise<void>;
  released: boolean;
}

/** One member of a consumer group on the embedded log: owns its share of the partitions and reads each in order. */
export class EmbeddedSubscription implements Subscription {
  private session: GroupSession | undefined;
  private readonly owned = new Map<number, OwnedPartition>();
  private readonly balance = new WakeSignal();
  private closed = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly url: string,
    private readonly options: SubscribeOptions,
  ) {}

  async start(): Promise<void> {
    await this.openSession();
    this.running = this.keepBalanced();
  }

  /** New records may be there. */
  wake(): void {
    for (const { signal } of this.owned.values()) signal.wake();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.balance.wake();
    await this.running;
  }

  private async openSession(): Promise<void> {
    const { group, topic } = this.options;
    const session = await GroupSession.open(this.url, group, topic);
    this.session = session;
    session.onEnd((error) => {
      if (error) this.options.onError?.(error);
      if (this.session === session) this.session = undefined;
      this.balance.wake();
    });
  }

  /** Joins again when the session broke, and gives away or takes partitions as members come and go. */
  private async keepBalanced(): Promise<void> {
    let failures = 0;
    while (!this.closed) {
      try {
        const { session } = this;
        if (!session) {
          await this.releaseAll();
          await this.openSession();
          continue;
        }
        await this.rebalance(session);
        failures = 0;
        await this.balance.wait(POLL_MS);
      } catch (error) {
        this.options.onError?.(error);
        await this.balance.wait(retryDelayMs(++failures));
      }
    }
    await this.releaseAll();
    await this.session?.close().catch(() => undefined);
  }

  private async rebalance(session: GroupSession): Promise<void> {
    const quota = await session.quota();
    for (const partition of [...this.owned.keys()].slice(quota)) {
      await this.release(partition);
      await session.disown(partition);
    }
    for (let partition = 0; partition < PARTITIONS && this.owned.size < quota; partition++) {
      if (!this.owned.has(partition) && (await session.tryOwn(partition))) this.own(session, partition);
    }
  }

  private own(session: GroupSession, partition: number): void {
    const signal = new WakeSignal();
    const entry: OwnedPartition = { signal, released: false, done: Promise.resolve() };
    const done = this.readPartition(session, partition, entry);
    this.owned.set(partition, Object.assign(entry, { done }));
  }

  /** Resolves when the batch in hand is finished. */
  private async release(partition: number): Promise<void> {
    const entry = this.owned.get(partition);
    if (!entry) return;
    entry.released = true;
    entry.signal.wake();
    await entry.done;
    this.owned.delete(partition);
  }

  private async releaseAll(): Promise<void> {
    await Promise.all([...this.owned.keys()].map((partition) => this.release(partition)));
  }

  private async readPartition(session: GroupSession, partition: number, entry: OwnedPartition): Promise<void> {
    const { topic, group, maxBatch = DEFAULT_BATCH } = this.options;
    let failures = 0;
    let next: bigint | undefined;
    while (!entry.released && !this.closed && this.session === session) {
      try {
        next ??= await readGroupOffset(session, group, topic, partition);
        const records = await readRecords(session, { topic, partition, offset: next }, maxBatch);
        const last = records.at(-1);
        if (!last) {
          await entry.signal.wait(POLL_MS);
          continue;
        }
        await this.options.onBatch(this.batchOf(partition, records));
        await commitGroupOffset(session, { group, topic, partition, next: last.offset + 1n });
        next = last.offset + 1n;
        failures = 0;
      } catch (error) {
        this.options.onError?.(error);
        next = undefined;
        await entry.signal.wait(retryDelayMs(++failures));
      }
    }
  }

  private batchOf(partition: number, records: RecordBatch['records']): RecordBatch {
    const { topic } = this.options;
    return { source: 'embedded', topic, partition, records, heartbeat: () => Promise.resolve() };
  }
}
