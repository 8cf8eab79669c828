import type { OrderedCells } from '../profile/ordered-cells';
import type { CountVector } from './shares';

export interface BoundedEstimate {
  readonly value: number;
  /** The exact value on the rows lies within value ± bound. */
  readonly bound: number;
}

function totalOf(counts: CountVector, cells: number): number {
  let total = 0;
  for (let i = 0; i < cells; i += 1) total += counts[i] as number;
  return total;
}

/**
 * Kolmogorov-Smirnov statistic from counts over ordered cells (further entries, such as missing, are left out): the
 * largest |F - G| at a cell's end. The exact one is larger by at most the heaviest cell that is no point mass.
 * NaN when a side has no row in the cells.
 */
export function binnedKolmogorovSmirnov(
  reference: CountVector,
  current: CountVector,
  cells: OrderedCells,
): BoundedEstimate {
  const size = cells.lower.length;
  const [m, n] = [totalOf(reference, size), totalOf(current, size)];
  let gap = 0;
  let value = 0;
  let bound = 0;
  for (let i = 0; i < size; i += 1) {
    const p = (reference[i] as number) / m;
    const q = (current[i] as number) / n;
    gap += p - q;
    if (Math.abs(gap) > value) value = Math.abs(gap);
    const heavier = p > q ? p : q;
    if (heavier > bound && cells.lower[i] !== cells.upper[i]) bound = heavier;
  }
  return m > 0 && n > 0 ? { value, bound } : { value: NaN, bound: NaN };
}

/** Area under |a + (b - a) t| for t from 0 to 1. */
const meanAbsoluteRamp = (a: number, b: number): number =>
  a * b >= 0 ? Math.abs(a + b) / 2 : (a * a + b * b) / (2 * Math.abs(a - b));

/**
 * Wasserstein-1 from counts over ordered cells, in units of the reference's population standard deviation, with mass
 * spread evenly inside each cell. Exact value within ± sum (width / 2)(p + q) / std. NaN when a side has no row in the
 * cells; a constant reference gives 0 or Infinity.
 */
export function binnedWasserstein(reference: CountVector, current: CountVector, cells: OrderedCells): BoundedEstimate {
  const size = cells.lower.length;
  const [m, n] = [totalOf(reference, size), totalOf(current, size)];
  if (!(m > 0) || !(n > 0)) return { value: NaN, bound: NaN };
  let gap = 0;
  let area = 0;
  let bound = 0;
  let end = cells.lower[0] as number;
  for (let i = 0; i < size; i += 1) {
    const lower = cells.lower[i] as number;
    const upper = cells.upper[i] as number;
    const p = (reference[i] as number) / m;
    const q = (current[i] as number) / n;
    const next = gap + p - q;
    area += Math.abs(gap) * (lower - end);
    area += meanAbsoluteRamp(gap, next) * (upper - lower);
    bound += ((upper - lower) / 2) * (p + q);
    gap = next;
    end = upper;
  }
  if (area === 0 && bound === 0) return { value: 0, bound: 0 };
  return { value: area / cells.populationStd, bound: bound / cells.populationStd };
}
