import { normalQuantile, oneSidedHalfWidth, twoSidedHalfWidth } from '@plumbline/stats';
import { RolloutInvalid } from '../rollouts.errors';

export interface ExperimentDesign {
  /** Standard deviation of one observation; of a rate p that is sqrt(p (1 - p)). */
  readonly deviation: number;
  /** Smallest difference that should be found, in the metric's unit, above 0. */
  readonly effect: number;
  /** Share of the observations that the arm has, 0..100. */
  readonly sharePercent: number;
  /** Share that the champion has. */
  readonly championPercent: number;
  readonly alpha: number;
  readonly power: number;
  readonly tuningN: number;
}

export interface ExperimentPlan {
  /** Observations of arm and champion together, at the latest look that is needed with the asked power. */
  readonly observations: number;
  /** With a single look at the end, which may not be taken earlier: what looking at any time costs. */
  readonly fixedObservations: number;
  /** Requests of all arms until then. */
  readonly requests: number;
}

const MOST = 1e12;

/**
 * How many observations until a true difference of `effect` is shown, with probability `power`: the smallest N with
 * effect >= (halfWidth(N) + z_power) se(N), se(N) = deviation sqrt((1/a + 1/b) / N), a and b the arms' shares of the N. The
 * estimate at N is normal about the effect; having been shown earlier only adds to the power, so N is on the safe side.
 * `better` needs the two-sided half-width; for `not worse` read the effect as the margin and use `oneSided`.
 *
 * Example: a rate of 10 % (deviation 0.3), effect 0.02, halves, alpha 0.05, power 0.8, N* 5000 -> 13,907, against 7,064
 * with one look.
 */
export function planExperiment(design: ExperimentDesign, oneSided = false): ExperimentPlan {
  const { deviation, effect, sharePercent, championPercent, alpha, power, tuningN } = design;
  if (!(effect > 0 && deviation > 0)) throw new RolloutInvalid('/effect', 'effect and deviation must be above 0');
  if (!(sharePercent > 0 && championPercent > 0 && sharePercent + championPercent <= 100))
    throw new RolloutInvalid('/sharePercent', 'both shares must be above 0 and sum to at most 100');
  if (!(power > 0 && power < 1 && alpha > 0 && alpha < 0.5))
    throw new RolloutInvalid('/power', 'power lies between 0 and 1, alpha between 0 and 0.5');
  const both = sharePercent + championPercent;
  const spread = deviation * Math.sqrt(both / sharePercent + both / championPercent);
  const zPower = normalQuantile(power);
  const halfWidth = (n: number) => (oneSided ? oneSidedHalfWidth : twoSidedHalfWidth)(n, { alpha, tuningN });
  const isEnough = (n: number) => (halfWidth(n) + zPower) * spread <= effect * Math.sqrt(n);
  let [low, high] = [1, MOST];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  const z = normalQuantile(1 - alpha / (oneSided ? 1 : 2));
  return {
    observations: high,
    fixedObservations: Math.ceil((((z + zPower) * spread) / effect) ** 2),
    requests: Math.ceil((high * 100) / both),
  };
}
