import type { NumericBins } from '../profile/feature-bins';
import { cellEdges } from './cell-edges';
import { cellLookup, cellsOf } from './cell-lookup';
import { countCells, emptyLanes } from './count-cells';

export interface CellCounter {
  /** Counts a batch; NaN is missing. */
  add(values: Float64Array): void;
  /** By cell; then missing. */
  counts(): number[];
}

/** A sum of numbers is one unless some is NaN (or infinities cancel), and four sums at once are nearly free. */
function mayMissSome(values: Float64Array): boolean {
  const end = values.length & ~3;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < end; i += 4) {
    a += values[i] as number;
    b += values[i + 1] as number;
    c += values[i + 2] as number;
    d += values[i + 3] as number;
  }
  for (let i = end; i < values.length; i += 1) a += values[i] as number;
  return Number.isNaN(a + b + c + d);
}

function countMissing(values: Float64Array): number {
  if (!mayMissSome(values)) return 0;
  let missing = 0;
  for (let i = 0; i < values.length; i += 1) missing += Number(values[i] !== values[i]);
  return missing;
}

export function createEdgeCounter(edges: Float64Array): CellCounter {
  const lookup = cellLookup(edges);
  const lanes = emptyLanes(lookup);
  let missing = 0;
  return {
    add: (values) => {
      countCells(lookup, values, lanes);
      missing += countMissing(values);
    },
    counts: () => {
      const cells = Array.from({ length: cellsOf(lookup) }, (_, i) =>
        lanes.reduce((sum, lane) => sum + (lane[i] as number), 0),
      );
      cells[0] = (cells[0] ?? 0) - missing;
      return [...cells, missing];
    },
  };
}

/** Counts columns of numbers as `binIndex` would each of them, hundreds of millions a second. */
export const createCellCounter = (bins: NumericBins): CellCounter => createEdgeCounter(cellEdges(bins));
