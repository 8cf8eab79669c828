import { seededRandom } from './random';
import type { TrainingData } from './training-data';

export interface TableShape {
  rowCount: number;
  numericCount: number;
  categoricalCount?: number;
  /** Share of the values that are missing. */
  missing?: number;
  seed?: number;
}

/** A table for tests whose label depends on every column, with noise; numeric columns first. */
export function buildTrainingTable(shape: TableShape): TrainingData & { columns: Float32Array[] } {
  const { rowCount, numericCount, categoricalCount = 0, missing = 0, seed = 1 } = shape;
  const random = seededRandom(seed);
  const margin = new Float64Array(rowCount);
  const columns = Array.from({ length: numericCount + categoricalCount }, (_, f) => {
    const isCode = f >= numericCount;
    return Float32Array.from({ length: rowCount }, (_unused, i) => {
      const value = isCode ? Math.floor(random() * 6) : (random() - 0.5) * 10 ** (f % 4);
      margin[i] = (margin[i] as number) + (isCode ? Number(value === 2) : value / 10 ** (f % 4)) * 3;
      return random() < missing ? NaN : value;
    });
  });
  return {
    columns,
    labels: Uint8Array.from(margin, (m) => Number(m + 2 * (random() - 0.5) > 0.3)),
    featureNames: columns.map((_, f) => `f${f}`),
    categorical: columns.map((_, f) => f >= numericCount),
  };
}
