import {
  betaQuantile,
  independentDifference,
  type MeanCounters,
  normalQuantile,
  twoSidedHalfWidth,
} from '@plumbline/stats';

/** Treated less held out, so that above 0 is the better side; null ends where nothing can be said. */
export interface TreatmentEffect {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly anytimeLow: number | null;
  readonly anytimeHigh: number | null;
  readonly verdict: 'gain' | 'loss' | 'not_enough_evidence';
}

export interface EffectRule {
  readonly alpha: number;
  /** Fewer subjects on a side are not judged. */
  readonly minimumSubjects: number;
}

/**
 * Upper quantile of Student's t: P(T > t) = tail. From 100 degrees on Fisher's expansion around the normal quantile, right to
 * 2e-8 at tail 0.025 (Abramowitz & Stegun 26.7.5); below, T²/(df + T²) is beta distributed (1/2, df/2).
 */
function studentQuantile(tail: number, degrees: number): number {
  if (degrees < 100) {
    const y = betaQuantile(1 - 2 * tail, 0.5, degrees / 2);
    return Math.sqrt((degrees * y) / (1 - y));
  }
  const z = normalQuantile(1 - tail);
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return terms.reduce((sum, term, i) => sum + term / degrees ** (i + 1), z);
}

const varianceOfMean = ({ n, sum, sumOfSquares }: MeanCounters): number =>
  Math.max(0, (sumOfSquares - (sum * sum) / n) / (n - 1)) / n;

/** Satterthwaite's degrees of freedom. */
function degreesOfFreedom(a: MeanCounters, b: MeanCounters): number {
  const [va, vb] = [varianceOfMean(a), varianceOfMean(b)];
  return (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1));
}

/**
 * Subjects that an evenly split comparison of the same precision would have. The confidence sequence counts these: with a
 * small group held out, it is the small group that decides how far the law of large numbers has got.
 */
const evenlySplit = (a: MeanCounters, b: MeanCounters): number => (4 * a.n * b.n) / (a.n + b.n);

/**
 * Effect of acting on the mean of one value a subject, from power sums. `low` and `high` are Welch's interval at level
 * 1 - alpha, for one look; the anytime interval is the two-sided confidence sequence, which holds at all looks at once,
 * and is wide enough early that the long tails of amounts of money do not break it, as they do Welch's with few held out.
 * The verdict goes by it. Without spread, or below two subjects a side, nothing is said.
 * Sources: Welch 1947, Biometrika 34:28; Waudby-Smith et al. 2021, arXiv 2103.06476, eq. 9.
 * Example: values 1..5 treated, 3..7 held out: -2, Welch's interval [-4.306, 0.306].
 */
export function treatmentEffect(
  treated: MeanCounters,
  heldOut: MeanCounters,
  { alpha, minimumSubjects }: EffectRule,
): TreatmentEffect {
  const difference = independentDifference(treated, heldOut);
  const n = treated.n + heldOut.n;
  if (difference === undefined) return unknownEffect(n);
  const { estimate, standardError } = difference;
  if (standardError === 0) return { ...unknownEffect(n), estimate };
  const once = standardError * studentQuantile(alpha / 2, degreesOfFreedom(treated, heldOut));
  const always = standardError * twoSidedHalfWidth(evenlySplit(treated, heldOut), { alpha });
  const [anytimeLow, anytimeHigh] = [estimate - always, estimate + always];
  const isJudged = Math.min(treated.n, heldOut.n) >= minimumSubjects;
  const shown = anytimeLow > 0 ? 'gain' : anytimeHigh < 0 ? 'loss' : 'not_enough_evidence';
  return {
    estimate,
    low: estimate - once,
    high: estimate + once,
    n,
    anytimeLow,
    anytimeHigh,
    verdict: isJudged ? shown : 'not_enough_evidence',
  };
}

export const unknownEffect = (n: number): TreatmentEffect => ({
  estimate: null,
  low: null,
  high: null,
  n,
  anytimeLow: null,
  anytimeHigh: null,
  verdict: 'not_enough_evidence',
});

const times = (value: number | null, factor: number): number | null => (value === null ? null : value * factor);

/** The same effect over `factor` subjects; `factor` above 0. */
export const scaledEffect = (effect: TreatmentEffect, factor: number): TreatmentEffect => ({
  ...effect,
  estimate: times(effect.estimate, factor),
  low: times(effect.low, factor),
  high: times(effect.high, factor),
  anytimeLow: times(effect.anytimeLow, factor),
  anytimeHigh: times(effect.anytimeHigh, factor),
});

/** With the other side better. */
export const turnedEffect = (effect: TreatmentEffect): TreatmentEffect => ({
  ...effect,
  estimate: times(effect.estimate, -1),
  low: times(effect.high, -1),
  high: times(effect.low, -1),
  anytimeLow: times(effect.anytimeHigh, -1),
  anytimeHigh: times(effect.anytimeLow, -1),
  verdict: effect.verdict === 'gain' ? 'loss' : effect.verdict === 'loss' ? 'gain' : effect.verdict,
});
