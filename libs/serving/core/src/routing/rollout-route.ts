import { armOfBucket, bucketOf, cumulativeBuckets, type Arm } from './assign-arm';
import type { RolloutMeters, StepMeter } from './rollout-meters';

export interface RouteArm {
  readonly name: string;
  readonly version: number;
  readonly sharePercent: number;
}

export interface OpenRollout {
  readonly id: string;
  readonly state: string;
  /** Without one: a canary. */
  readonly strategy?: string;
  readonly championVersion: number;
  readonly candidateVersion: number;
  /** Share of the requests that the candidate answers. */
  readonly sharePercent: number;
  readonly salt: string;
  /** Both versions score every row; only one answers. */
  readonly paired: boolean;
  readonly stepIndex?: number;
  /** Of a shadow: share of the requests that the candidate scores, and does not answer. */
  readonly samplePercent?: number;
  /** Of an A/B test: what answers beside the champion. */
  readonly arms?: readonly RouteArm[];
}

export interface RouteDecision {
  readonly version: number;
  readonly rollout?: { readonly id: string; readonly arm: Arm };
  readonly alsoScore: readonly number[];
  /** Counts for the rollout's judge; there while a rollout is open. */
  readonly meter?: StepMeter;
}

const SPLITTING_STATES: ReadonlySet<string> = new Set(['running', 'paused', 'promoting']);
const NONE: readonly number[] = [];

/** A rollout whose champion is not the champion any more (promoted, or changed by hand) splits nothing. */
export const splits = (rollout: OpenRollout | null, championVersion: number | null): rollout is OpenRollout =>
  rollout !== null && SPLITTING_STATES.has(rollout.state) && rollout.championVersion === championVersion;

/** What answers beside the champion, and with what share. */
export function challengersOf(rollout: OpenRollout): readonly RouteArm[] {
  if (rollout.strategy === 'ab') return rollout.arms ?? [];
  const sharePercent = rollout.strategy === 'shadow' ? 0 : rollout.sharePercent;
  return [{ name: 'candidate', version: rollout.candidateVersion, sharePercent }];
}

/** One rollout's split, made once a table: a request costs one hash and no allocation. */
export class RolloutRoute {
  private readonly ends: readonly number[];
  private readonly decisions: readonly RouteDecision[];
  private readonly rest: RouteDecision;

  constructor(
    private readonly rollout: OpenRollout,
    meters?: RolloutMeters,
  ) {
    const { id, stepIndex = 0, championVersion: champion, candidateVersion: candidate } = rollout;
    const meter = meters?.of(id, stepIndex);
    const decision = (version: number, arm: Arm, others: readonly number[]): RouteDecision => ({
      version,
      rollout: { id, arm },
      alsoScore: others.length > 0 ? others : NONE,
      ...(meter && { meter }),
    });
    if (rollout.strategy === 'shadow') {
      this.ends = cumulativeBuckets([rollout.samplePercent ?? 100]);
      this.decisions = [decision(champion, 'champion', [candidate])];
      this.rest = decision(champion, 'champion', NONE);
      return;
    }
    const arms = challengersOf(rollout);
    // Several arms are compared by the outcomes of their own people: each row is scored once.
    const pairs = rollout.paired && rollout.strategy !== 'ab';
    this.ends = cumulativeBuckets(arms.map(({ sharePercent }) => sharePercent));
    this.decisions = arms.map(({ version }) => decision(version, 'candidate', pairs ? [champion] : NONE));
    this.rest = decision(champion, 'champion', pairs ? [candidate] : NONE);
  }

  /** @param stickyKey the subject; where nobody is named, the prediction's id */
  decide(stickyKey: string): RouteDecision {
    return this.decisions[armOfBucket(this.ends, bucketOf(this.rollout.salt, stickyKey))] ?? this.rest;
  }
}
