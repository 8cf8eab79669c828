import type { RolloutEvidence } from '../comparisons/evidence';
import { decide } from '../decide';
import type { Assessment, Rollout } from '../rollout';

export interface Walk {
  /** `open`: the looks were over before anything was decided. */
  readonly end: 'promoted' | 'rolled_back' | 'paused' | 'completed' | 'open';
  readonly looks: number;
  readonly rollout: Rollout;
  readonly assessment: Assessment | null;
  /** Changes of the share and how it ended. */
  readonly steps: readonly {
    readonly look: number;
    readonly at: Date;
    readonly sharePercent: number;
    readonly decision: string;
  }[];
}

/** What there is to judge at a look; null: nothing more comes. */
export type Look = (
  rollout: Rollout,
  look: number,
) => { readonly evidence: RolloutEvidence; readonly now: Date; readonly latestSeq: bigint } | null;

/**
 * A rollout as its controller would walk it, without people, stores or clocks: `decide` at every look, and what it decides
 * is done at once. For worlds that are simulated and for logs that are replayed.
 */
export function walkRollout(begin: Rollout, lookAt: Look): Walk {
  let rollout = begin;
  let assessment: Assessment | null = null;
  const steps: Walk['steps'][number][] = [];
  for (let look = 1; ; look++) {
    const seen = lookAt(rollout, look);
    if (!seen) return { end: 'open', looks: look - 1, rollout, assessment, steps };
    assessment = decide(rollout, seen.evidence, seen.now);
    const { action, decision, nextSharePercent = rollout.sharePercent } = assessment;
    if (action === 'hold') continue;
    const sharePercent = action === 'advance' ? nextSharePercent : action === 'promote' ? 100 : rollout.sharePercent;
    steps.push({ look, at: seen.now, sharePercent, decision });
    if (action !== 'advance') return { end: ENDS[action], looks: look, rollout, assessment, steps };
    const begun = { stepIndex: rollout.stepIndex + 1, stepStartedAt: seen.now, stepStartedSeq: seen.latestSeq };
    rollout = { ...rollout, ...begun, sharePercent };
  }
}

const ENDS = { promote: 'promoted', roll_back: 'rolled_back', pause: 'paused', complete: 'completed' } as const;
