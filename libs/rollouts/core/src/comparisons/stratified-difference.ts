import type { MeanCounters } from '@plumbline/stats';
import type { Comparison } from './evidence';

/** Both sides over the same stretch of time: an hour, or a step of the rollout. */
export interface Stratum {
  readonly champion: MeanCounters;
  readonly candidate: MeanCounters;
}

export const NOTHING_COUNTED: Comparison = { champion: null, candidate: null, difference: undefined };

/** Counters of a rate: zeros and ones. */
export const rateCounters = (n: number, hits: number): MeanCounters => ({ n, sum: hits, sumOfSquares: hits });

/** Of all rows of a side, about their common mean; never 0, since a rate seen as 0 or 1 so far is not known to be it. */
function varianceOf(sides: readonly MeanCounters[]): number {
  const n = sides.reduce((sum, side) => sum + side.n, 0);
  const sum = sides.reduce((total, side) => total + side.sum, 0);
  const squares = sides.reduce((total, side) => total + side.sumOfSquares, 0);
  const isRate = sides.every((side) => side.sum === side.sumOfSquares);
  if (!isRate) return n < 2 ? 0 : Math.max(0, (squares - sum ** 2 / n) / (n - 1));
  const smoothed = (sum + 0.5) / (n + 1);
  return smoothed * (1 - smoothed);
}

/**
 * Candidate less concurrent champion, as the mean of the strata's differences with weights n_c n_s / (n_c + n_s): a share
 * that grows while the hours change does not make an hour look like an arm, as one pooled mean a side would (Simpson's
 * paradox). Standard error sqrt(sum w²(v_c/n_c + v_s/n_s)), v a side's variance over all strata, and of a rate with half a
 * success and half a failure added (Jeffreys).
 *
 * Domain: strata with a side that has no rows say nothing and are left out.
 * Example: strata (1 of 100, 1 of 100) and (0 of 900, 9 of 100): a rate of 1 % against 5.5 % pooled, here (0, 0.09) with
 * weights 50 and 90: 0.0579.
 */
export function stratifiedDifference(strata: readonly Stratum[]): Comparison {
  const both = strata.filter(({ champion, candidate }) => champion.n > 0 && candidate.n > 0);
  if (both.length === 0) return NOTHING_COUNTED;
  const [championVariance, candidateVariance] = [
    varianceOf(both.map(({ champion }) => champion)),
    varianceOf(both.map(({ candidate }) => candidate)),
  ];
  const weights = both.map(({ champion: { n: s }, candidate: { n: c } }) => (c * s) / (c + s));
  const total = weights.reduce((sum, w) => sum + w, 0);
  let [champion, candidate, variance, observations] = [0, 0, 0, 0];
  both.forEach((stratum, k) => {
    const w = (weights[k] as number) / total;
    champion += (w * stratum.champion.sum) / stratum.champion.n;
    candidate += (w * stratum.candidate.sum) / stratum.candidate.n;
    variance += w ** 2 * (championVariance / stratum.champion.n + candidateVariance / stratum.candidate.n);
    observations += stratum.champion.n + stratum.candidate.n;
  });
  const difference = { estimate: candidate - champion, standardError: Math.sqrt(variance), observations };
  return { champion, candidate, difference };
}
