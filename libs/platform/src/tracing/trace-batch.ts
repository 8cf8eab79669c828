import type { RecordBatch } from '../event-bus/event-bus.port';
import { finishSpan } from './active-span';
import type { Tracing } from './create-tracing';
import { recordTraceparent } from './record-traceparent';

/** One span for the batch in the trace of each request that published a record of it. */
export function traceBatch<T>(tracing: Tracing, batch: RecordBatch, work: () => Promise<T>): Promise<T> {
  const { topic, partition, records } = batch;
  const parents = new Set<string>();
  for (const record of records) {
    const parent = recordTraceparent(record);
    if (parent !== undefined) parents.add(parent);
  }
  const span = parents.size
    ? tracing.continueAll(`process ${topic}`, 'CONSUMER', [...parents], {
        'messaging.destination.name': topic,
        'messaging.destination.partition.id': String(partition),
        'messaging.batch.message_count': records.length,
      })
    : undefined;
  return span ? finishSpan(span, work) : work();
}
