import { StatisticsInputError } from '../statistics.errors';

/** A quantile read from the sketch is within 1 % of a value that has that rank. */
export const SKETCH_RELATIVE_ERROR = 0.01;
const GAMMA = (1 + SKETCH_RELATIVE_ERROR) / (1 - SKETCH_RELATIVE_ERROR);
const LN_GAMMA = Math.log(GAMMA);
const SMALLEST_MS = 0.001;
const LARGEST_MS = 600_000;
const CELLS = Math.ceil(Math.log(LARGEST_MS / SMALLEST_MS) / LN_GAMMA) + 1;

/** Counts by cell; cell i holds durations in (0.001 γ^(i-1), 0.001 γ^i] ms. */
export type DurationSketch = Float64Array;
/** As it is stored: the cells that hold something. */
export type StoredSketch = readonly (readonly [cell: number, count: number])[];

export const emptySketch = (): DurationSketch => new Float64Array(CELLS);

/**
 * Adds a duration in ms. Durations below 1 µs count as 1 µs, above ten minutes as ten minutes.
 * DDSketch (Masson, Rim, Lee, VLDB 2019) with fixed cells, so that sketches of several processes add up exactly.
 */
export function addDuration(sketch: DurationSketch, durationMs: number): void {
  const bounded = Math.min(LARGEST_MS, Math.max(SMALLEST_MS, durationMs));
  const cell = Math.ceil(Math.log(bounded / SMALLEST_MS) / LN_GAMMA);
  sketch[cell] = (sketch[cell] as number) + 1;
}

export function storedSketch(sketch: DurationSketch): StoredSketch {
  const cells: [number, number][] = [];
  sketch.forEach((count, cell) => count > 0 && cells.push([cell, count]));
  return cells;
}

/** The sum of stored sketches; a cell that this version does not know is refused. */
export function mergedSketch(parts: Iterable<StoredSketch>): DurationSketch {
  const sketch = emptySketch();
  for (const part of parts)
    for (const [cell, count] of part) {
      if (!(cell >= 0 && cell < CELLS)) throw new StatisticsInputError('a sketch has an unknown cell', { cell });
      sketch[cell] = (sketch[cell] as number) + count;
    }
  return sketch;
}

export const sketchCount = (sketch: DurationSketch): number => sketch.reduce((sum, count) => sum + count, 0);

/** Quantile in ms, 0 <= q <= 1, within 1 % of a duration of rank ceil(q n); undefined without durations. */
export function sketchQuantile(sketch: DurationSketch, q: number): number | undefined {
  const n = sketchCount(sketch);
  if (n === 0) return undefined;
  const rank = Math.max(1, Math.ceil(q * n));
  let seen = 0;
  const cell = sketch.findIndex((count) => (seen += count) >= rank);
  return SMALLEST_MS * GAMMA ** cell * (2 / (1 + GAMMA));
}
