import type { Interval } from './interval';
import { wilsonInterval } from './wilson';

/**
 * Newcombe's hybrid score interval (method 10) of a difference of two independent proportions p1 - p2:
 * lower = d - sqrt((p1-l1)² + (u2-p2)²), upper = d + sqrt((u1-p1)² + (p2-l2)²), from the two Wilson intervals.
 * In [-1, 1]; each side needs trials > 0. Source: Newcombe 1998, Statistics in Medicine 17:873.
 * Example: 56/70 against 48/80 gives 0.2 in [0.0524, 0.3339].
 */
export function newcombeInterval(
  first: { successes: number; trials: number },
  second: { successes: number; trials: number },
  alpha = 0.05,
): Interval {
  const a = wilsonInterval(first.successes, first.trials, alpha);
  const b = wilsonInterval(second.successes, second.trials, alpha);
  const estimate = a.estimate - b.estimate;
  return {
    estimate,
    lower: estimate - Math.hypot(a.estimate - a.lower, b.upper - b.estimate),
    upper: estimate + Math.hypot(a.upper - a.estimate, b.estimate - b.lower),
  };
}
