import { StatisticsInputError } from '../statistics.errors';

export interface ConfidenceSequenceOptions {
  readonly alpha?: number;
  /** Number of observations at which the interval is tightest; fixed for the whole experiment. */
  readonly tuningN?: number;
}

const rhoOf = (a: number, tuningN: number): number =>
  Math.sqrt((-2 * Math.log(a) + Math.log(-2 * Math.log(a) + 1)) / tuningN);

function halfWidth(n: number, rho: number, logTerm: number): number {
  const inflation = (2 * (n * rho * rho + 1)) / (n * rho) ** 2;
  return Math.sqrt(n) * Math.sqrt(inflation * logTerm);
}

function check(observations: number, alpha: number, highest: number): void {
  if (!(observations > 0) || !(alpha > 0 && alpha < highest)) {
    throw new StatisticsInputError('a confidence sequence needs observations > 0 and a small alpha', {
      observations,
      alpha,
    });
  }
}

/**
 * Half-width, in standard errors, of the two-sided asymptotic confidence sequence: with N observations,
 * rho = sqrt((-2 ln alpha + ln(-2 ln alpha + 1)) / N*), sqrt(N) sqrt(2(N rho² + 1)/(N rho)² ln(sqrt(N rho² + 1)/alpha)).
 * estimate ± half-width * se covers the truth at all N at once with probability 1 - alpha (asymptotically), so looking
 * at every N costs nothing. Source: Waudby-Smith et al. 2021, arXiv 2103.06476, eq. 9.
 * Example (alpha 0.05, N* 5000): N = 100 -> 6.69, 1000 -> 3.36, 5000 -> 3.04, 20000 -> 3.13.
 */
export function twoSidedHalfWidth(observations: number, options: ConfidenceSequenceOptions = {}): number {
  const { alpha = 0.05, tuningN = 5_000 } = options;
  check(observations, alpha, 1);
  const rho = rhoOf(alpha, tuningN);
  return halfWidth(observations, rho, Math.log(Math.sqrt(observations * rho * rho + 1) / alpha));
}

/**
 * The one-sided form: rho from 2 alpha, and ln(1 + sqrt(N rho² + 1) / (2 alpha)); alpha < 0.5.
 * Example (alpha 0.05, N* 5000): N = 100 -> 6.61, 1000 -> 3.15, 5000 -> 2.78, 20000 -> 2.87.
 */
export function oneSidedHalfWidth(observations: number, options: ConfidenceSequenceOptions = {}): number {
  const { alpha = 0.05, tuningN = 5_000 } = options;
  check(observations, alpha, 0.5);
  const rho = rhoOf(2 * alpha, tuningN);
  return halfWidth(observations, rho, Math.log1p(Math.sqrt(observations * rho * rho + 1) / (2 * alpha)));
}
