import { TOPICS } from '@plumbline/contracts';
import { recordTraceparent, withTraceparent, type EventBus, type Tracing } from '@plumbline/platform';
import type { SpoolRecord } from '@plumbline/serving-core';

/**
 * Publishes what the spool holds, as a span in the trace of each prediction that is recorded. Kafka carries the trace in a
 * header; on the embedded bus the CloudEvent itself does, since headers would slow down all records that go with it.
 */
export function tracedPublish(bus: EventBus, tracing: Tracing): (records: readonly SpoolRecord[]) => Promise<void> {
  return async (records) => {
    const parents = records.map(recordTraceparent);
    const span = tracing.continueAll(
      `publish ${TOPICS.predictions}`,
      'PRODUCER',
      parents.filter((parent) => parent !== undefined),
      { 'messaging.system': bus.kind, 'messaging.batch.message_count': records.length },
    );
    const carry = (record: SpoolRecord, i: number) => {
      const parent = parents[i];
      return parent === undefined ? record : withTraceparent(record, parent);
    };
    try {
      await bus.publish(TOPICS.predictions, span && bus.kind === 'kafka' ? records.map(carry) : records);
    } catch (error) {
      span?.fail(error);
      throw error;
    } finally {
      span?.end();
    }
  };
}
