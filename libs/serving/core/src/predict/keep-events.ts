import type { ServingRules } from '../routing/routing-table';
import { SpoolUnavailableError } from '../serving.errors';
import type { Spool } from '../spool/spool.port';
import type { PredictionObserver } from './prediction-observer.port';
import { toSpoolRecord, type PredictionRecord } from './prediction-record';

/** Rejects with SpoolUnavailableError unless the model's policy would rather lose the events than the prediction */
export async function keepEvents(
  { spool, observer }: { readonly spool: Spool; readonly observer: PredictionObserver },
  model: string,
  records: readonly PredictionRecord[],
  { whenSpoolIsFull }: ServingRules,
): Promise<void> {
  const events = records.map(toSpoolRecord);
  try {
    await spool.append(events);
  } catch (error) {
    if (whenSpoolIsFull !== 'drop' || !(error instanceof SpoolUnavailableError)) throw error;
    observer.eventsDropped(model, records.length, error);
  }
}
