import type { NumericBins } from './feature-bins';
import type { FeatureProfile } from './feature-profile';
import type { WindowCounts } from './window-counts';

/** Where the mass of each ordered cell may lie; `lower` = `upper` for a point mass. Without the missing bin. */
export interface OrderedCells {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** The reference's population standard deviation, the unit of the normalised Wasserstein distance. */
  readonly populationStd: number;
}

function cellEdges(bins: NumericBins, smallest: number, largest: number): { lower: number[]; upper: number[] } {
  const { bounds, slots, cells } = bins;
  const lower: number[] = [];
  const upper: number[] = [];
  for (let cell = 0; cell < cells; cell += 1) {
    const first = slots.indexOf(cell);
    const last = slots.lastIndexOf(cell);
    lower.push(first === 0 ? smallest : (bounds[(first - 1) >> 1] as number));
    upper.push(last === slots.length - 1 ? largest : (bounds[last >> 1] as number));
  }
  return { lower, upper };
}

/** Cells of a numeric profile; the two open ends reach to the smallest and largest value seen on either side. */
export function orderedCells(profile: FeatureProfile, current: WindowCounts): OrderedCells | undefined {
  const { bins, summary } = profile;
  if (bins.kind !== 'numeric' || summary === null) return undefined;
  const smallest = Math.min(summary.min, current.min ?? summary.min);
  const largest = Math.max(summary.max, current.max ?? summary.max);
  return { ...cellEdges(bins, smallest, largest), populationStd: summary.populationStd };
}
