import { binnedKolmogorovSmirnov, binnedWasserstein, type BoundedEstimate } from '../measures/binned-distance';
import { kolmogorovSmirnovStatistic } from '../measures/kolmogorov-smirnov';
import { type ShareMeasures, shareMeasures } from '../measures/share-measures';
import type { CountVector } from '../measures/shares';
import { normalisedWasserstein } from '../measures/wasserstein';
import type { OrderedCells } from '../profile/ordered-cells';

/** Finite values of both samples, when the rows themselves are at hand. */
export interface NumericSamples {
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** Counts of both samples over ordered cells of their own. */
export interface FineCounts {
  readonly reference: CountVector;
  readonly current: CountVector;
  readonly cells: OrderedCells;
}

/** What is known of both samples beside the counts over the profile's bins; the first that is here is used. */
export interface Sharper {
  readonly samples?: NumericSamples;
  readonly fine?: FineCounts;
}

/** Every measure of one feature. `ks` and `wasserstein` (in reference deviations) are null for categories. */
export interface FeatureMeasures extends ShareMeasures {
  readonly ks: number | null;
  readonly wasserstein: number | null;
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
  { samples, fine }: Sharper,
): OrderedPair {
  if (samples !== undefined && samples.reference.length > 0 && samples.current.length > 0) {
    const ks = kolmogorovSmirnovStatistic(samples.reference, samples.current);
    const wasserstein = normalisedWasserstein(samples.reference, samples.current);
    return orderedPair({ value: ks, bound: 0 }, { value: wasserstein, bound: 0 });
  }
  if (fine !== undefined) return orderedCounts(fine.reference, fine.current, fine.cells);
  if (cells === undefined) return { ks: null, wasserstein: null, bounds: null };
  return orderedCounts(reference, current, cells);
}

function orderedCounts(reference: CountVector, current: CountVector, cells: OrderedCells): OrderedPair {
  return orderedPair(binnedKolmogorovSmirnov(reference, current, cells), binnedWasserstein(reference, current, cells));
}

export function featureMeasures(
  reference: CountVector,
  current: CountVector,
  cells?: OrderedCells,
  sharper: Sharper = {},
): FeatureMeasures {
  const shares = shareMeasures(reference, current);
  const ordered = orderedMeasures(reference, current, cells, sharper);
  // Spelled out: spreading two objects costs more than the measures of twenty bins.
  return {
    psi: shares.psi,
    jsDivergence: shares.jsDivergence,
    klDivergence: shares.klDivergence,
    hellinger: shares.hellinger,
    totalVariation: shares.totalVariation,
    lInfinity: shares.lInfinity,
    ks: ordered.ks,
    wasserstein: ordered.wasserstein,
    smoothing: shares.smoothing,
    bounds: ordered.bounds,
  };
}
