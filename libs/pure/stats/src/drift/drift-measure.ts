import { binnedKolmogorovSmirnov, binnedWasserstein } from '../measures/binned-distance';
import { hellingerDistance } from '../measures/hellinger';
import { jensenShannonDivergence } from '../measures/jensen-shannon';
import { kullbackLeibler } from '../measures/kullback-leibler';
import { populationStabilityIndex } from '../measures/population-stability-index';
import type { CountVector } from '../measures/shares';
import { largestShareDifference, totalVariation } from '../measures/total-variation';
import type { OrderedCells } from '../profile/ordered-cells';
import { StatisticsInputError } from '../statistics.errors';

export const DRIFT_MEASURES = [
  'psi',
  'klDivergence',
  'jsDivergence',
  'hellinger',
  'totalVariation',
  'lInfinity',
  'ks',
  'wasserstein',
] as const;
export type DriftMeasure = (typeof DRIFT_MEASURES)[number];

/**
 * Effect, less its no-drift expectation, below which a significant difference is not called drift. Less than half
 * of PSI's customary 0.1, so that a true 0.1 is found in nine of ten samples although bins cut from a reference of 1,000
 * rows blur it; the divergences by their local equivalents
 * KL = PSI/2, JS = Hellinger² = PSI/8. Wasserstein is in standard deviations of the reference.
 */
export const MINIMUM_EFFECTS: Readonly<Record<DriftMeasure, number>> = {
  psi: 0.04,
  klDivergence: 0.02,
  jsDivergence: 0.005,
  hellinger: 0.07,
  totalVariation: 0.08,
  lInfinity: 0.05,
  ks: 0.08,
  wasserstein: 0.1,
};

export type DriftStatistic = (reference: CountVector, current: CountVector) => number;

const OVER_COUNTS: Partial<Record<DriftMeasure, DriftStatistic>> = {
  psi: populationStabilityIndex,
  klDivergence: kullbackLeibler,
  jsDivergence: jensenShannonDivergence,
  hellinger: hellingerDistance,
  totalVariation,
  lInfinity: largestShareDifference,
};

/** The measure as a function of two count vectors; 'ks' and 'wasserstein' need ordered cells. */
export function driftStatistic(measure: DriftMeasure, cells?: OrderedCells): DriftStatistic {
  const overCounts = OVER_COUNTS[measure];
  if (overCounts !== undefined) return overCounts;
  if (cells === undefined) throw new StatisticsInputError('this measure needs ordered cells', { measure });
  const distance = measure === 'ks' ? binnedKolmogorovSmirnov : binnedWasserstein;
  return (reference, current) => distance(reference, current, cells).value;
}

/**
 * How many times v = 1/n + 1/m the measure's no-drift law is a chi-square (live bins - 1 degrees), where bins are
 * thick; undefined for measures that have no such law.
 */
export function chiSquareScale(measure: DriftMeasure): number | undefined {
  const scales: Partial<Record<DriftMeasure, number>> = { psi: 1, klDivergence: 1 / 2, jsDivergence: 1 / 8 };
  return scales[measure];
}
