import type { NumericBins } from '../profile/feature-bins';

const BITS = new BigInt64Array(1);
const NUMBER = new Float64Array(BITS.buffer);

/** The next larger number; Infinity stays. */
export function nextUp(x: number): number {
  if (x === 0) return Number.MIN_VALUE;
  if (x === Infinity) return x;
  NUMBER[0] = x;
  BITS[0] = (BITS[0] as bigint) + (x > 0 ? 1n : -1n);
  return NUMBER[0];
}

/**
 * Cells as half-open intervals: x lies in the cell whose number is the count of edges that are <= x. A point mass is
 * the interval from itself to the next larger number. Rising; one entry fewer than cells.
 * Example: cells <=1, (1,26), [26,...: edges just above 1, 26.
 */
export function cellEdges({ bounds, slots }: NumericBins): Float64Array {
  const edges: number[] = [];
  bounds.forEach((bound, i) => {
    if (slots[2 * i] !== slots[2 * i + 1]) edges.push(bound);
    if (slots[2 * i + 1] !== slots[2 * i + 2]) edges.push(nextUp(bound));
  });
  return Float64Array.from(edges);
}
