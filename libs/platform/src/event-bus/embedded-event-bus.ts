import type { Pool } from 'pg';
import type { Topic } from '@plumbline/contracts';
import { createPool } from '../database/create-pool';
import { listen, type Listener } from '../database/listen';
import { EventBusUnavailableError } from './event-bus.errors';
import type { EventBus, OutgoingRecord, SubscribeOptions, Subscription } from './event-bus.port';
import { appendRecords, BUS_CHANNEL, createPartitions, pruneRecords } from './embedded-log';
import { EmbeddedSubscription } from './embedded-subscription';
import { readGroupLag } from './group-offsets';

/** As Kafka does by default. */
const RETENTION_MS = 7 * 24 * 3_600_000;
const PRUNE_EVERY_MS = 60_000;

export interface EmbeddedEventBusOptions {
  readonly databaseUrl: string;
  /** Default: a pool of its own. */
  readonly pool?: Pool;
}

/** A log in PostgreSQL for machines without Kafka: the same promises behind the same port. */
export class EmbeddedEventBus implements EventBus {
  readonly kind = 'embedded';
  private readonly pool: Pool;
  private readonly knownTopics = new Map<Topic, Promise<void>>();
  private readonly subscriptions = new Set<{ topic: Topic; subscription: EmbeddedSubscription }>();
  private listener: Promise<Listener> | undefined;
  private closed = false;
  private pruning: NodeJS.Timeout | undefined;

  constructor(private readonly options: EmbeddedEventBusOptions) {
    this.pool = options.pool ?? createPool(options.databaseUrl, { max: 4, applicationName: 'plumbline-bus' });
  }

  async publish(topic: Topic, records: readonly OutgoingRecord[]): Promise<void> {
    this.refuseWhenClosed();
    if (records.length === 0) return;
    await this.ensureTopic(topic);
    await appendRecords(this.pool, topic, records);
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    this.refuseWhenClosed();
    await this.ensureTopic(options.topic);
    await (this.listener ??= this.listenForRecords());
    const subscription = new EmbeddedSubscription(this.options.databaseUrl, options);
    await subscription.start();
    const entry = { topic: options.topic, subscription };
    this.subscriptions.add(entry);
    return {
      close: async () => {
        await subscription.close();
        this.subscriptions.delete(entry);
      },
    };
  }

  async lag(group: string, topic: Topic): Promise<number> {
    return readGroupLag(this.pool, group, topic);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.pruning);
    await Promise.all([...this.subscriptions].map(({ subscription }) => subscription.close()));
    await this.listener?.then((listener) => listener.close()).catch(() => undefined);
    if (!this.options.pool) await this.pool.end();
  }

  private refuseWhenClosed(): void {
    if (this.closed) throw new EventBusUnavailableError('The event bus is closed.');
  }

  /** A failure is of no consequence: the next round does the work. */
  private prune(): void {
    pruneRecords(this.pool, RETENTION_MS).catch(() => undefined);
  }

  private ensureTopic(topic: Topic): Promise<void> {
    this.pruning ??= setInterval(() => this.prune(), PRUNE_EVERY_MS).unref();
    const known = this.knownTopics.get(topic);
    if (known) return known;
    const made = createPartitions(this.pool, topic).catch((error: unknown) => {
      this.knownTopics.delete(topic);
      throw error;
    });
    this.knownTopics.set(topic, made);
    return made;
  }

  private async listenForRecords(): Promise<Listener> {
    const wake = (topic?: string): void => {
      for (const entry of this.subscriptions) if (!topic || entry.topic === topic) entry.subscription.wake();
    };
    try {
      return await listen(this.options.databaseUrl, BUS_CHANNEL, wake, { onConnect: () => wake() });
    } catch (error) {
      this.listener = undefined;
      throw error;
    }
  }
}
