import type { ServingRules } from '../routing/routing-table';
import { SpoolUnavailableError } from '../serving.errors';
import type { Spool } from '../spool/spool.port';
import type { PredictionObserver } from './prediction-observer.port';
import { toSpoolRecord, type PredictionRecord } from './prediction-record';
import type { RequestTrace } from './request-trace.port';

/** @param together as the spool has it. Rejects with SpoolUnavailableError unless the model's policy would rather lose the events than the prediction */
export async function keepEvents(
  { spool, observer }: { readonly spool: Spool; readonly observer: PredictionObserver },
  { model, trace }: { readonly model: string; readonly trace?: RequestTrace },
  records: readonly PredictionRecord[],
  { whenSpoolIsFull }: ServingRules,
  together: 'tick' | 'turn',
): Promise<void> {
  const traceparent = trace?.traceparent;
  const events = records.map((record) => toSpoolRecord(record, traceparent));
  const kept = trace?.begin('spool');
  try {
    await spool.append(events, together);
    kept?.end();
  } catch (error) {
    if (whenSpoolIsFull !== 'drop' || !(error instanceof SpoolUnavailableError)) throw error;
    observer.eventsDropped(model, records.length, error);
  }
}
