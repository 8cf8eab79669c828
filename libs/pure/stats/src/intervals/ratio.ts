import type { Interval } from './interval';
import { wilsonInterval } from './wilson';

/**
 * Interval of a ratio of two independent proportions p1 / p2 by MOVER (Donner & Zou 2012) from the two Wilson
 * intervals: it holds up at p1 = 0 and near 1, where the logarithmic delta method breaks. Undefined when p2 = 0; the
 * upper end is Infinity when p2's own lower end is 0.
 * Example: 30/100 against 60/100 -> 0.5 in [0.356, 0.693].
 */
export function ratioInterval(
  first: { successes: number; trials: number },
  second: { successes: number; trials: number },
  alpha = 0.05,
): Interval | undefined {
  const a = wilsonInterval(first.successes, first.trials, alpha);
  const b = wilsonInterval(second.successes, second.trials, alpha);
  if (b.estimate === 0) return undefined;
  const product = a.estimate * b.estimate;
  const lowerA = a.lower * (2 * a.estimate - a.lower);
  const upperA = a.upper * (2 * a.estimate - a.upper);
  const lowerB = b.lower * (2 * b.estimate - b.lower);
  const upperB = b.upper * (2 * b.estimate - b.upper);
  const rootLow = Math.sqrt(Math.max(0, product * product - lowerA * upperB));
  const rootHigh = Math.sqrt(Math.max(0, product * product - upperA * lowerB));
  return {
    estimate: a.estimate / b.estimate,
    lower: lowerA === 0 ? 0 : lowerA / (product + rootLow),
    upper: lowerB === 0 ? Infinity : (product + rootHigh) / lowerB,
  };
}
