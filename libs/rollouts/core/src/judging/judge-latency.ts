import {
  mergedSketch,
  SKETCH_RELATIVE_ERROR,
  sketchCount,
  sketchQuantile,
  twoSidedHalfWidth,
  type DurationSketch,
} from '@plumbline/stats';
import type { MetricVerdict } from '../rollout';
import type { ServingCounts } from '../comparisons/evidence';

export interface LatencyRule {
  readonly quantile: number;
  /** Share of the champion's latency that is accepted on top of it. */
  readonly margin: number;
  readonly alpha: number;
  readonly tuningN: number;
  readonly minimumObservations: number;
}

interface Band {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The quantile with its confidence sequence: the share of durations below the true quantile is q, so ranks q ± h of the
 * sketch hold it at all n at once, h = sqrt(q (1-q) / n) times the half-width of the sequence; beyond rank 1 there is no bound.
 */
function bandOf(sketch: DurationSketch, q: number, { alpha, tuningN }: LatencyRule): Band | undefined {
  const n = sketchCount(sketch);
  const estimate = sketchQuantile(sketch, q);
  if (estimate === undefined) return undefined;
  const h = Math.sqrt((q * (1 - q)) / n) * twoSidedHalfWidth(n, { alpha, tuningN });
  const at = (rank: number) => sketchQuantile(sketch, rank) as number;
  return {
    estimate,
    low: q - h <= 0 ? 0 : at(q - h) * (1 - SKETCH_RELATIVE_ERROR),
    high: q + h >= 1 ? Infinity : at(q + h) * (1 + SKETCH_RELATIVE_ERROR),
  };
}

/** Runs whose answer went out: beside another, a run waits for that one's. A shadow has no other runs. */
function sketchOf(counts: readonly ServingCounts[], version: number): DurationSketch {
  const own = counts.filter((count) => count.version === version);
  const answering = own.filter(({ role }) => role === 'answering');
  return mergedSketch((answering.length > 0 ? answering : own).flatMap(({ latency }) => latency));
}

export type LatencyVerdict = Pick<MetricVerdict, 'champion' | 'candidate' | 'difference' | 'margin' | 'verdict'>;

/**
 * Quantile of the run time in ms against the champion's in the same step. Each side's band at alpha/2, so both hold at once:
 * 'worse' if the candidate's lower end lies above the champion's upper end and the margin, 'better' if its upper end lies
 * below the champion's lower end, 'not_worse' if its upper end lies below the champion's lower end and the margin.
 */
export function judgeLatency(
  counts: readonly ServingCounts[],
  sides: { readonly championVersion: number; readonly version: number },
  rule: LatencyRule,
): LatencyVerdict {
  const sketches = [sketchOf(counts, sides.championVersion), sketchOf(counts, sides.version)] as const;
  const half = { ...rule, alpha: rule.alpha / 2 };
  const [champion, candidate] = sketches.map((sketch) => bandOf(sketch, rule.quantile, half));
  const n = Math.min(sketchCount(sketches[0]), sketchCount(sketches[1]));
  if (!champion || !candidate)
    return {
      champion: champion?.estimate ?? null,
      candidate: candidate?.estimate ?? null,
      difference: { estimate: null, low: null, high: null, n },
      margin: 0,
      verdict: 'not_enough_evidence',
    };
  const [low, high] = [candidate.low - champion.high, candidate.high - champion.low];
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    champion: champion.estimate,
    candidate: candidate.estimate,
    difference: { estimate: candidate.estimate - champion.estimate, low: finite(low), high: finite(high), n },
    margin: rule.margin * champion.estimate,
    verdict: n < rule.minimumObservations ? 'not_enough_evidence' : verdictOf(champion, candidate, 1 + rule.margin),
  };
}

function verdictOf(champion: Band, candidate: Band, accepted: number): MetricVerdict['verdict'] {
  if (candidate.low > champion.high * accepted) return 'worse';
  if (candidate.high < champion.low) return 'better';
  return candidate.high < champion.low * accepted ? 'not_worse' : 'not_enough_evidence';
}
