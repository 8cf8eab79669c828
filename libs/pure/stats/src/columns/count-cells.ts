import { type CellLookup, cellOf, cellsOf } from './cell-lookup';

const { max, min } = Math;

/**
 * Four counters a cell, used by turns: a count that follows another of the same cell would have to wait for it. Each
 * lane is good for 2^32 values.
 */
export type CellLanes = readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array];

export function emptyLanes(lookup: CellLookup): CellLanes {
  const lane = (): Uint32Array => new Uint32Array(cellsOf(lookup));
  return [lane(), lane(), lane(), lane()];
}

function count(lane: Uint32Array, cell: number): void {
  lane[cell] = (lane[cell] as number) + 1;
}

/** No two edges share an entry: one comparison, no branch. */
function countByOne(lookup: CellLookup, x: Float64Array, end: number, [a, b, c, d]: CellLanes): void {
  const { edges, lowest, scale, top, firstEdge } = lookup;
  for (let i = 0; i < end; i += 4) {
    const x0 = x[i] as number;
    const x1 = x[i + 1] as number;
    const x2 = x[i + 2] as number;
    const x3 = x[i + 3] as number;
    const c0 = firstEdge[min(max((x0 - lowest) * scale, 0), top) | 0] as number;
    const c1 = firstEdge[min(max((x1 - lowest) * scale, 0), top) | 0] as number;
    const c2 = firstEdge[min(max((x2 - lowest) * scale, 0), top) | 0] as number;
    const c3 = firstEdge[min(max((x3 - lowest) * scale, 0), top) | 0] as number;
    count(a, c0 + Number(x0 >= (edges[c0] as number)));
    count(b, c1 + Number(x1 >= (edges[c1] as number)));
    count(c, c2 + Number(x2 >= (edges[c2] as number)));
    count(d, c3 + Number(x3 >= (edges[c3] as number)));
  }
}

/** At most two edges share an entry (a point mass has two). */
function countByTwo(lookup: CellLookup, x: Float64Array, end: number, [a, b, c, d]: CellLanes): void {
  const { edges, lowest, scale, top, firstEdge } = lookup;
  for (let i = 0; i < end; i += 4) {
    const x0 = x[i] as number;
    const x1 = x[i + 1] as number;
    const x2 = x[i + 2] as number;
    const x3 = x[i + 3] as number;
    const c0 = firstEdge[min(max((x0 - lowest) * scale, 0), top) | 0] as number;
    const c1 = firstEdge[min(max((x1 - lowest) * scale, 0), top) | 0] as number;
    const c2 = firstEdge[min(max((x2 - lowest) * scale, 0), top) | 0] as number;
    const c3 = firstEdge[min(max((x3 - lowest) * scale, 0), top) | 0] as number;
    count(a, c0 + Number(x0 >= (edges[c0] as number)) + Number(x0 >= (edges[c0 + 1] as number)));
    count(b, c1 + Number(x1 >= (edges[c1] as number)) + Number(x1 >= (edges[c1 + 1] as number)));
    count(c, c2 + Number(x2 >= (edges[c2] as number)) + Number(x2 >= (edges[c2 + 1] as number)));
    count(d, c3 + Number(x3 >= (edges[c3] as number)) + Number(x3 >= (edges[c3 + 1] as number)));
  }
}

/** Counts every value in its cell; NaN in cell 0. */
export function countCells(lookup: CellLookup, values: Float64Array, lanes: CellLanes): void {
  const end = lookup.depth > 2 ? 0 : values.length & ~3;
  if (lookup.depth <= 1) countByOne(lookup, values, end, lanes);
  else if (lookup.depth === 2) countByTwo(lookup, values, end, lanes);
  for (let i = end; i < values.length; i += 1) {
    count(lanes[(i & 3) as 0 | 1 | 2 | 3], cellOf(lookup, values[i] as number));
  }
}
