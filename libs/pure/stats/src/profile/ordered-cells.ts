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
  const lower = new Array<number>(cells).fill(smallest);
  const upper = new Array<number>(cells).fill(largest);
  for (let slot = 1; slot < slots.length; slot += 1) {
    const cell = slots[slot] as number;
    if (cell === slots[slot - 1]) continue;
    lower[cell] = upper[cell - 1] = bounds[(slot - 1) >> 1] as number;
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
