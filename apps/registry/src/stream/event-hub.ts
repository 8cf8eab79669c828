import { cloudEventSchema, domainEventSchema, TOPICS, type DomainEvent } from '@plumbline/contracts';
import type { EventBus, IncomingRecord, RecordBatch, Subscription } from '@plumbline/platform';

export interface StreamedEvent {
  /** `partition:offset` on the topic: the value of Last-Event-ID. */
  readonly id: string;
  readonly event: DomainEvent;
}

export type Listener = (streamed: StreamedEvent) => void;

/** Enough for a laptop that slept through lunch; who missed more is told to read everything anew. */
const KEPT = 2_000;

function parseEvent({ value }: IncomingRecord): DomainEvent | null {
  try {
    const json: unknown = JSON.parse(value);
    const envelope = cloudEventSchema.safeParse(json);
    return domainEventSchema.safeParse(envelope.success ? envelope.data.data : json).data ?? null;
  } catch {
    return null;
  }
}

/** Domain events of the topic, handed to every open stream of this process, with a memory for those that reconnect. */
export class EventHub {
  private readonly kept: StreamedEvent[] = [];
  private readonly listeners = new Set<Listener>();
  private subscription: Subscription | undefined;

  constructor(
    private readonly bus: Pick<EventBus, 'subscribe'>,
    /** Of this process alone: each reads the whole topic. */
    private readonly group: string,
    private readonly onError: (error: unknown) => void,
    private readonly startedAtMs = Date.now(),
  ) {}

  async open(): Promise<void> {
    this.subscription = await this.bus.subscribe({
      topic: TOPICS.domainEvents,
      group: this.group,
      onBatch: async (batch) => this.take(batch),
      onError: this.onError,
    });
  }

  async close(): Promise<void> {
    await this.subscription?.close();
  }

  /** @returns a function that ends it */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Events after the one a client saw last; null when that one is not kept any more. */
  since(lastEventId: string): StreamedEvent[] | null {
    const at = this.kept.findIndex(({ id }) => id === lastEventId);
    return at < 0 ? null : this.kept.slice(at + 1);
  }

  private take({ partition, records }: RecordBatch): void {
    for (const record of records) {
      const event = parseEvent(record);
      if (event === null) continue;
      const streamed = { id: `${partition}:${record.offset}`, event };
      this.kept.push(streamed);
      // A new group reads the topic from its beginning: old news is kept, not told.
      if (record.timestampMs < this.startedAtMs) continue;
      for (const listener of this.listeners) listener(streamed);
    }
    this.kept.splice(0, this.kept.length - KEPT);
  }
}
