import { binnedKolmogorovSmirnov, binnedWasserstein, type BoundedEstimate } from '../measures/binned-distance';
import { hellingerDistance } from '../measures/hellinger';
import { jensenShannonDivergence } from '../measures/jensen-shannon';
import { kolmogorovSmirnovStatistic } from '../measures/kolmogorov-smirnov';
import { kullbackLeibler } from '../measures/kullback-leibler';
import { populationStabilityIndex } from '../measures/population-stability-index';
import { type CountVector, pairTotals, smoothingFor } from '../measures/shares';
import { largestShareDifference, totalVariation } from '../measures/total-variation';
import { normalisedWasserstein } from '../measures/wasserstein';
import type { OrderedCells } from '../profile/ordered-cells';

/** Finite values of both samples, when the rows themselves are at hand. */
export interface NumericSamples {
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** Every measure of one feature. `ks` and `wasserstein` (in reference deviations) are null for categories. */
export interface FeatureMeasures {
  readonly psi: number;
  readonly jsDivergence: number;
  readonly klDivergence: number;
  readonly hellinger: number;
  readonly totalVariation: number;
  readonly lInfinity: number;
  readonly ks: number | null;
  readonly wasserstein: number | null;
  /** Added to every count before psi and klDivergence. */
  readonly smoothing: 0 | 0.5;
  /** Largest error of `ks` and `wasserstein`: 0 from samples, the cells' width from counters. */
  readonly bounds: { readonly ks: number; readonly wasserstein: number } | null;
}

type OrderedPair = Pick<FeatureMeasures, 'ks' | 'wasserstein' | 'bounds'>;

const finiteOrNull = (x: number): number | null => (Number.isFinite(x) ? x : null);

function orderedPair(ks: BoundedEstimate, wasserstein: BoundedEstimate): OrderedPair {
  const bounds = { ks: ks.bound, wasserstein: wasserstein.bound };
  const known = Number.isFinite(bounds.ks) && Number.isFinite(bounds.wasserstein);
  return { ks: finiteOrNull(ks.value), wasserstein: finiteOrNull(wasserstein.value), bounds: known ? bounds : null };
}

function orderedMeasures(
  reference: CountVector,
  current: CountVector,
  cells: OrderedCells | undefined,
  samples: NumericSamples | undefined,
): OrderedPair {
  if (samples !== undefined && samples.reference.length > 0 && samples.current.length > 0) {
    const ks = kolmogorovSmirnovStatistic(samples.reference, samples.current);
    const wasserstein = normalisedWasserstein(samples.reference, samples.current);
    return orderedPair({ value: ks, bound: 0 }, { value: wasserstein, bound: 0 });
  }
  if (cells === undefined) return { ks: null, wasserstein: null, bounds: null };
  return orderedPair(binnedKolmogorovSmirnov(reference, current, cells), binnedWasserstein(reference, current, cells));
}

export function featureMeasures(
  reference: CountVector,
  current: CountVector,
  cells?: OrderedCells,
  samples?: NumericSamples,
): FeatureMeasures {
  return {
    psi: populationStabilityIndex(reference, current),
    jsDivergence: jensenShannonDivergence(reference, current),
    klDivergence: kullbackLeibler(reference, current),
    hellinger: hellingerDistance(reference, current),
    totalVariation: totalVariation(reference, current),
    lInfinity: largestShareDifference(reference, current),
    ...orderedMeasures(reference, current, cells, samples),
    smoothing: smoothingFor(pairTotals(reference, current)),
  };
}
