import { type CountVector, type PairTotals, pairTotals, smoothingFor } from './shares';

const { abs, log, max, sqrt } = Math;

/** The measures that need nothing but shares; each as its own function defines it. */
export interface ShareMeasures {
  readonly psi: number;
  readonly jsDivergence: number;
  readonly klDivergence: number;
  readonly hellinger: number;
  readonly totalVariation: number;
  readonly lInfinity: number;
  /** Added to every count before psi and klDivergence. */
  readonly smoothing: 0 | 0.5;
}

/** Below it seven terms of the series in d are good to the last digits, and cost a third of a logarithm. */
const SMALL = 0.1;

/** ln(q / p) from d = (q - p) / (q + p), |d| <= SMALL: 2 artanh d = 2 (d + d^3/3 + d^5/5 + ...). */
function logRatioSeries(d: number): number {
  const s = d * d;
  return 2 * d * (1 + s * (1 / 3 + s * (1 / 5 + s * (1 / 7 + s * (1 / 9 + s * (1 / 11 + s * (1 / 13 + s / 15)))))));
}

/** (1-d) ln(1-d) + (1+d) ln(1+d), |d| <= SMALL: d^2 + d^4/6 + ... + d^2k / (k (2k-1)). */
function mixtureSeries(d: number): number {
  const s = d * d;
  return s * (1 + s * (1 / 6 + s * (1 / 15 + s * (1 / 28 + s * (1 / 45 + s * (1 / 66 + s / 91))))));
}

const xLogX = (x: number): number => (x > 0 ? x * log(x) : 0);

/**
 * All of them in one reading, for a monitor of a thousand features has a few microseconds for each. Formulas, domain
 * and edge cases: `populationStabilityIndex`, `kullbackLeibler`, `jensenShannonDivergence`, `hellingerDistance`,
 * `totalVariation`, `largestShareDifference`. Where shares are close, ln(q/p) and the mixture's entropy come from series
 * in (q - p) / (q + p), which also keep more digits.
 */
export function shareMeasures(
  reference: CountVector,
  current: CountVector,
  totals: PairTotals = pairTotals(reference, current),
): ShareMeasures {
  const smoothing = smoothingFor(totals);
  const { reference: m, current: n, liveBins } = totals;
  const mSmoothed = m + smoothing * liveBins;
  const nSmoothed = n + smoothing * liveBins;
  let psi = 0;
  let kl = 0;
  let js = 0;
  let affinity = 0;
  let distance = 0;
  let largest = 0;
  for (let i = 0; i < reference.length; i += 1) {
    const r = reference[i] as number;
    const c = current[i] as number;
    if (!(r > 0) && !(c > 0)) continue;
    const p = r / m;
    const q = c / n;
    const gap = q - p;
    const d = gap / (p + q);
    const isClose = d > -SMALL && d < SMALL;
    js += (p + q) * (isClose ? mixtureSeries(d) : xLogX(1 - d) + xLogX(1 + d));
    affinity += sqrt(p * q);
    distance += abs(gap);
    if (abs(gap) > largest) largest = abs(gap);
    if (smoothing === 0) {
      const logRatio = isClose ? logRatioSeries(d) : log(q / p);
      psi += gap * logRatio;
      kl -= p * logRatio;
    } else {
      const ps = (r + smoothing) / mSmoothed;
      const qs = (c + smoothing) / nSmoothed;
      const logRatio = log(qs / ps);
      psi += (qs - ps) * logRatio;
      kl -= ps * logRatio;
    }
  }
  return {
    psi,
    jsDivergence: max(0, js / 4),
    klDivergence: kl,
    hellinger: sqrt(max(0, 1 - affinity)),
    totalVariation: distance / 2,
    lInfinity: largest,
    smoothing,
  };
}
