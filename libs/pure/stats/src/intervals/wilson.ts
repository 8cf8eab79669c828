import { normalQuantile } from '../distributions/normal';
import { StatisticsInputError } from '../statistics.errors';
import type { Interval } from './interval';

let [knownAlpha, knownZ] = [NaN, NaN];

/** Many groups are compared at one alpha: the quantile is most of the work. */
function twoSidedQuantile(alpha: number): number {
  if (alpha !== knownAlpha) [knownAlpha, knownZ] = [alpha, normalQuantile(1 - alpha / 2)];
  return knownZ;
}

/**
 * Wilson score interval of a proportion, without continuity correction: with z = z_(1-alpha/2), p = x/n,
 * (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n). Always inside [0, 1]; n = 0 is an error, since nothing was seen.
 * Source: Wilson 1927. Example: wilsonInterval(8, 10) = 0.8 in [0.4902, 0.9433].
 */
export function wilsonInterval(successes: number, trials: number, alpha = 0.05): Interval {
  if (!(trials > 0) || successes < 0 || successes > trials) {
    throw new StatisticsInputError('wilsonInterval needs 0 <= successes <= trials and trials > 0', {
      successes,
      trials,
    });
  }
  const z = twoSidedQuantile(alpha);
  const p = successes / trials;
  const denominator = 1 + (z * z) / trials;
  const centre = (p + (z * z) / (2 * trials)) / denominator;
  const half = (z * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials))) / denominator;
  return {
    estimate: p,
    lower: successes === 0 ? 0 : Math.max(0, centre - half),
    upper: successes === trials ? 1 : Math.min(1, centre + half),
  };
}
