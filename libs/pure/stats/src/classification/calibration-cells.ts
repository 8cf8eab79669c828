import { StatisticsInputError } from '../statistics.errors';

/** Labelled probabilities by given cells, such as the quantiles of a reference's scores: plain JSON, mergeable. */
export interface CalibrationCells {
  rows: number[];
  /** Sum of the probabilities in the cell. */
  sums: number[];
  positives: number[];
}

export function emptyCalibrationCells(cells: number): CalibrationCells {
  const zeros = (): number[] => new Array<number>(cells).fill(0);
  return { rows: zeros(), sums: zeros(), positives: zeros() };
}

/** Counts one labelled probability into `cell`, in place; sign -1 takes it back. */
export function addToCalibrationCells(
  cells: CalibrationCells,
  cell: number,
  label: 0 | 1,
  probability: number,
  sign: 1 | -1 = 1,
): void {
  cells.rows[cell] = (cells.rows[cell] as number) + sign;
  cells.sums[cell] = (cells.sums[cell] as number) + sign * probability;
  cells.positives[cell] = (cells.positives[cell] as number) + sign * label;
}

const add = (a: readonly number[], b: readonly number[]): number[] => a.map((x, i) => x + (b[i] as number));

export function mergeCalibrationCells(a: CalibrationCells, b: CalibrationCells): CalibrationCells {
  if (a.rows.length !== b.rows.length) {
    throw new StatisticsInputError('calibration cells of different bins cannot be merged');
  }
  return { rows: add(a.rows, b.rows), sums: add(a.sums, b.sums), positives: add(a.positives, b.positives) };
}
