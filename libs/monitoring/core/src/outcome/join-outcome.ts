import type { LabelPolicy } from '../policies';

export interface StoredLabel {
  readonly label: string;
  readonly revision: number;
}

export interface OutcomeEvidence {
  /** Null while the prediction is not here. */
  readonly prediction: { readonly servedAtMs: number; readonly label: StoredLabel | null } | null;
  readonly outcome: StoredLabel & { readonly observedAtMs: number };
}

export type JoinDecision =
  | { readonly kind: 'labelled' }
  /** A higher revision replaces the label; the window counters change with it. */
  | { readonly kind: 'revised'; readonly previous: StoredLabel }
  /** Told before, or older than what is known: nothing to do. */
  | { readonly kind: 'duplicate' | 'superseded' }
  /** Waits for its prediction. */
  | { readonly kind: 'orphan' }
  | { readonly kind: 'rejected'; readonly code: 'conflict' | 'beyond_horizon'; readonly reason: string };

const conflict = (revision: number): JoinDecision => ({
  kind: 'rejected',
  code: 'conflict',
  reason: `label: another label is already recorded with revision ${revision}; to change it, send revision ${revision + 1} or higher`,
});

/**
 * The label state machine: pending -> labelled -> revised, and what may happen instead. An outcome observed later than
 * the horizon is rejected when pending rows are censored, and joined when time-out means negative, as it corrects that.
 */
export function joinOutcome({ prediction, outcome }: OutcomeEvidence, policy: LabelPolicy): JoinDecision {
  if (prediction === null) return { kind: 'orphan' };
  const late = outcome.observedAtMs > prediction.servedAtMs + policy.horizonMs;
  if (late && policy.onTimeout === 'censored') {
    const reason = `observedAt: later than the label horizon (${policy.horizonMs} ms after the prediction); raise horizonMs in the label policy and send it again`;
    return { kind: 'rejected', code: 'beyond_horizon', reason };
  }
  const known = prediction.label;
  if (known === null) return { kind: 'labelled' };
  if (outcome.revision > known.revision) return { kind: 'revised', previous: known };
  if (outcome.revision < known.revision) return { kind: 'superseded' };
  return outcome.label === known.label ? { kind: 'duplicate' } : conflict(known.revision);
}
