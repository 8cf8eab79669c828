import type { ReconciliationView } from '@plumbline/contracts';

export interface Reconciliation {
  readonly sent: { readonly predictions: number; readonly outcomes: number };
  readonly stored: { readonly predictions: number; readonly outcomes: number };
  readonly joined: number;
  readonly pending: number;
  readonly orphans: number;
  readonly deadLetters: number;
  /** sent = stored = joined + pending (+ negative by time-out), and no outcome without its prediction. */
  readonly reconciled: boolean;
}

type Counts = Omit<ReconciliationView, 'model'>;
export const NO_COUNTS: Counts = { predictions: 0, outcomes: 0, joined: 0, pending: 0, orphans: 0, deadLetters: 0 };

/** What this replay added: counts after it less counts before it. */
export function reconcile(before: Counts, after: Counts, sent: Reconciliation['sent']): Reconciliation {
  const grown = (name: keyof Counts): number => (after[name] ?? 0) - (before[name] ?? 0);
  const stored = { predictions: grown('predictions'), outcomes: grown('outcomes') };
  const [joined, pending, orphans, deadLetters] = [
    grown('joined'),
    grown('pending'),
    grown('orphans'),
    grown('deadLetters'),
  ];
  const reconciled =
    sent.predictions === stored.predictions &&
    sent.outcomes === stored.outcomes &&
    stored.predictions === joined + pending + grown('timedOut') &&
    joined === sent.outcomes &&
    orphans === 0 &&
    deadLetters === 0;
  return { sent, stored, joined, pending, orphans, deadLetters, reconciled };
}

export interface SettlePorts {
  readonly counts: () => Promise<Counts>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly nowMs: () => number;
}

/** Asks until everything sent is stored and joined, or until time is up: then it says what is missing. */
export async function settle(
  before: Counts,
  sent: Reconciliation['sent'],
  timeoutMs: number,
  { counts, sleep, nowMs }: SettlePorts,
): Promise<Reconciliation> {
  const deadline = nowMs() + timeoutMs;
  for (;;) {
    const seen = reconcile(before, await counts(), sent);
    if (seen.reconciled || nowMs() >= deadline) return seen;
    await sleep(500);
  }
}
