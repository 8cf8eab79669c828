import type { Topic } from '@plumbline/contracts';
import { activeSpan, finishSpan } from '../tracing/active-span';
import type { Tracing } from '../tracing/create-tracing';
import { traceBatch } from '../tracing/trace-batch';
import { recordTraceparent, withTraceparent } from '../tracing/record-traceparent';
import type { EventBus, OutgoingRecord, SubscribeOptions, Subscription } from './event-bus.port';

/** What is published while something is being recorded carries its trace on; whoever takes it goes on with it. */
export class TracedEventBus implements EventBus {
  readonly kind;

  constructor(
    private readonly bus: EventBus,
    private readonly tracing: Tracing,
  ) {
    this.kind = bus.kind;
  }

  publish(topic: Topic, records: readonly OutgoingRecord[]): Promise<void> {
    const parent = activeSpan();
    if (!parent) return this.bus.publish(topic, records);
    const span = parent.begin(`publish ${topic}`, 'PRODUCER', {
      'messaging.system': this.bus.kind,
      'messaging.destination.name': topic,
      'messaging.batch.message_count': records.length,
    });
    const carrying = records.map((record) =>
      recordTraceparent(record) === undefined ? withTraceparent(record, span.traceparent) : record,
    );
    return finishSpan(span, () => this.bus.publish(topic, carrying));
  }

  subscribe(options: SubscribeOptions): Promise<Subscription> {
    const { onBatch } = options;
    return this.bus.subscribe({
      ...options,
      onBatch: (batch) => traceBatch(this.tracing, batch, () => onBatch(batch)),
    });
  }

  lag(group: string, topic: Topic): Promise<number> {
    return this.bus.lag(group, topic);
  }

  close(): Promise<void> {
    return this.bus.close();
  }
}
