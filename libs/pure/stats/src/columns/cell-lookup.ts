/** Entries for one edge, so that few edges share one; between 1,024 and 8,192 entries stay in the nearest cache. */
const ENTRIES_PER_EDGE = 16;

const tableSize = (edges: number): number => Math.min(Math.max(1_024, edges * ENTRIES_PER_EDGE), 8_192);

/**
 * Finds the cell of a number by one reading of a table and the edges that share its table entry: position(x) never
 * falls as x rises, so edges of earlier entries are all <= x and those of later ones all > x.
 */
export interface CellLookup {
  /** Rising, then NaN (no number is >= NaN), so that a search ends by itself. */
  readonly edges: Float64Array;
  readonly lowest: number;
  readonly scale: number;
  /** The last entry. */
  readonly top: number;
  /** By table entry: how many edges lie in earlier ones. */
  readonly firstEdge: Uint16Array;
  /** Most edges that share one entry. */
  readonly depth: number;
}

type Table = Pick<CellLookup, 'lowest' | 'scale' | 'top'>;

const position = (x: number, { lowest, scale, top }: Table): number =>
  Math.min(Math.max((x - lowest) * scale, 0), top) | 0;

/** The table lies over the middle edges, for the outermost two may be far outliers: they have its first and last entry. */
function tableOver(edges: Float64Array): Table {
  const top = tableSize(edges.length) - 1;
  const trim = edges.length > 4 ? 1 : 0;
  const first = edges[trim] ?? 0;
  const last = edges[edges.length - 1 - trim] ?? 0;
  const scale = (top - 3) / (last - first);
  return Number.isFinite(scale) ? { lowest: first - 1.5 / scale, scale, top } : { lowest: first, scale: 0, top };
}

/** Of at most 65,535 rising edges. */
export function cellLookup(edges: Float64Array): CellLookup {
  const table = tableOver(edges);
  const firstEdge = new Uint16Array(table.top + 1);
  let [next, depth] = [0, 0];
  for (let entry = 0; entry <= table.top; entry += 1) {
    firstEdge[entry] = next;
    const first = next;
    while (next < edges.length && position(edges[next] as number, table) === entry) next += 1;
    depth = Math.max(depth, next - first);
  }
  const padded = new Float64Array(edges.length + 2).fill(NaN);
  padded.set(edges);
  return { ...table, edges: padded, firstEdge, depth };
}

/** How many cells: one more than edges. */
export const cellsOf = ({ edges }: CellLookup): number => edges.length - 1;

/** Number of the cell that holds x; NaN gives 0. */
export function cellOf(lookup: CellLookup, x: number): number {
  let cell = lookup.firstEdge[position(x, lookup)] as number;
  while (x >= (lookup.edges[cell] as number)) cell += 1;
  return cell;
}
