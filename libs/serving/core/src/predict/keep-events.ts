import type { ServingRules } from '../routing/routing-table';
import { SpoolUnavailableError } from '../serving.errors';
import type { Spool, SpoolRecord } from '../spool/spool.port';
import type { PredictionObserver } from './prediction-observer.port';
import type { RequestTrace } from './request-trace.port';

export interface KeptEvents {
  readonly events: readonly SpoolRecord[];
  /** That they tell of. */
  readonly rows: number;
  /** As the spool has it. */
  readonly together: 'tick' | 'turn';
}

/** Rejects with SpoolUnavailableError unless the model's policy would rather lose the events than the prediction */
export async function keepEvents(
  { spool, observer }: { readonly spool: Spool; readonly observer: PredictionObserver },
  { model, trace }: { readonly model: string; readonly trace?: RequestTrace },
  { events, rows, together }: KeptEvents,
  { whenSpoolIsFull }: ServingRules,
): Promise<void> {
  const kept = trace?.begin('spool');
  try {
    await spool.append(events, together);
    kept?.end();
  } catch (error) {
    if (whenSpoolIsFull !== 'drop' || !(error instanceof SpoolUnavailableError)) throw error;
    observer.eventsDropped(model, rows, error);
  }
}
