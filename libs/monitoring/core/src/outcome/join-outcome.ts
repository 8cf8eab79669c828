import type { LabelPolicy } from '../policies';

export interface StoredLabel {
  readonly label: string;
  /** Null for any but a binary model. */
  readonly positive: boolean | null;
  readonly revision: number;
  /** When it happened; for a time-out, the end of the horizon. */
  readonly observedAtMs: number;
  readonly source: 'outcome' | 'timeout';
  /** An early negative, not counted before this event time; null: counted. */
  readonly maturesAtMs: number | null;
}

type Outcome = Pick<StoredLabel, 'label' | 'positive' | 'revision' | 'observedAtMs'>;

export interface OutcomeEvidence {
  /** Null while the prediction is not here. */
  readonly prediction: { readonly servedAtMs: number; readonly label: StoredLabel | null } | null;
  readonly outcome: Outcome;
}

export type JoinDecision =
  | { readonly kind: 'labelled' }
  /** Kept, and counted when the event time is reached unless something stronger comes first. */
  | { readonly kind: 'provisional'; readonly maturesAtMs: number }
  /** Replaces a label that is counted; the window counters change with it. */
  | { readonly kind: 'revised'; readonly previous: StoredLabel }
  /** Told before, or weaker than what is known: nothing to do. */
  | { readonly kind: 'duplicate' | 'superseded' }
  /** Waits for its prediction. */
  | { readonly kind: 'orphan' }
  /** Happened after the horizon of a prediction that is negative without an outcome: kept, never counted. */
  | { readonly kind: 'late' }
  | { readonly kind: 'rejected'; readonly code: 'conflict' | 'beyond_horizon'; readonly reason: string };

const conflict = (revision: number): JoinDecision => ({
  kind: 'rejected',
  code: 'conflict',
  reason: `label: another label is already recorded with revision ${revision}; to change it, send revision ${revision + 1} or higher`,
});

function beyondHorizon({ onTimeout, horizonMs }: LabelPolicy): JoinDecision {
  if (onTimeout === 'negative') return { kind: 'late' };
  const reason = `observedAt: later than the label horizon (${horizonMs} ms after the prediction); raise horizonMs in the label policy and send it again`;
  return { kind: 'rejected', code: 'beyond_horizon', reason };
}

/** A negative told before the label is mature: the positive event may still happen. */
const isEarly = ({ positive, observedAtMs }: Outcome, servedAtMs: number, { maturityMs = 0 }: LabelPolicy): boolean =>
  positive === false && observedAtMs < servedAtMs + maturityMs;

/** Order in which labels override each other: time-out, then by revision, an early negative below all else of its own. */
const strength = (label: Outcome & Partial<StoredLabel>, servedAtMs: number, policy: LabelPolicy): number =>
  label.source === 'timeout' ? -1 : 2 * label.revision + (isEarly(label, servedAtMs, policy) ? 0 : 1);

/**
 * The label state machine. Times are event times; the clock is the latest event time of the model.
 *
 *              outcome                      higher revision
 *   pending ─────────────────> labelled <───────────────────┐
 *    │  │ │                      ^  ^ └─────────────────────┘
 *    │  │ └ early negative       │  │ outcome of any revision, however late it arrives
 *    │  │        v      maturity │  │
 *    │  │     provisional ───────┘  │
 *    │  └ horizon passed, onTimeout negative ──> negative by time-out
 *    └ horizon passed, onTimeout censored ──> censored (stays without a label; an outcome that happened inside the
 *                                             horizon and arrives late still labels it)
 *
 * An outcome whose prediction is not here is an orphan and is decided when the prediction comes. One that happened
 * after the horizon labels nothing. The result does not depend on the order of arrival: the strongest outcome inside
 * the horizon wins (see `strength`), none means the time-out; equally strong ones that contradict keep the first.
 */
export function joinOutcome({ prediction, outcome }: OutcomeEvidence, policy: LabelPolicy): JoinDecision {
  if (prediction === null) return { kind: 'orphan' };
  const { servedAtMs, label: known } = prediction;
  if (outcome.observedAtMs > servedAtMs + policy.horizonMs) return beyondHorizon(policy);
  if (known !== null) {
    const stronger = strength(outcome, servedAtMs, policy) - strength(known, servedAtMs, policy);
    if (stronger < 0) return { kind: 'superseded' };
    if (stronger === 0) return outcome.label === known.label ? { kind: 'duplicate' } : conflict(known.revision);
    if (known.maturesAtMs === null) return { kind: 'revised', previous: known };
  }
  return isEarly(outcome, servedAtMs, policy)
    ? { kind: 'provisional', maturesAtMs: servedAtMs + (policy.maturityMs ?? 0) }
    : { kind: 'labelled' };
}

/** Whether the horizon of a prediction without label has passed: then it is negative or censored, as the policy says. */
export const isTimedOut = (servedAtMs: number, latestEventMs: number, { horizonMs }: LabelPolicy): boolean =>
  latestEventMs > servedAtMs + horizonMs;

/** Whether labels of predictions up to `servedAtMs` are complete: neither an early negative nor a time-out is awaited. */
export const isMature = (servedAtMs: number, latestEventMs: number, policy: LabelPolicy): boolean =>
  policy.onTimeout === 'negative'
    ? isTimedOut(servedAtMs, latestEventMs, policy)
    : latestEventMs >= servedAtMs + (policy.maturityMs ?? 0);
