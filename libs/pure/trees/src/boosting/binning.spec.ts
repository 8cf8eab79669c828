import fc from 'fast-check';
import { binColumns } from './binning';
import type { TrainingColumns } from '../training-data';

const table = (column: Float32Array, categorical = false): TrainingColumns => ({
  columns: [column],
  categorical: [categorical],
  labels: new Uint8Array(column.length),
  weights: undefined,
  featureNames: ['x'],
  rowCount: column.length,
});
const float32 = fc.float({ noDefaultInfinity: true });
const columnOf = (maxLength: number) =>
  fc.array(float32, { minLength: 1, maxLength }).map((values) => Float32Array.from(values));

it('a row lies in bin b exactly when b edges are below its value, and a missing one in the last bin', () => {
  fc.assert(
    fc.property(columnOf(60), fc.integer({ min: 2, max: 255 }), (column, maxBins) => {
      const { features, bins } = binColumns(table(column), maxBins);
      const { count, edges } = features[0]!;
      expect(count).toBeLessThanOrEqual(maxBins);
      column.forEach((value, i) => {
        const below = Number.isNaN(value) ? count : edges.filter((edge) => !(value <= edge)).length;
        expect(bins[0]![i]).toBe(below);
      });
    }),
  );
});

it('few distinct values get a bin each', () => {
  fc.assert(
    fc.property(columnOf(40), (column) => {
      // -0 and 0 are one value to a comparison.
      const distinct = new Set([...column].filter((value) => !Number.isNaN(value)).map((value) => value + 0));
      const { features } = binColumns(table(column), 255);
      expect(features[0]!.count).toBe(Math.max(1, distinct.size));
    }),
  );
});

it('quantile bins hold about equally many rows', () => {
  const column = Float32Array.from({ length: 10_000 }, (_, i) => (i / 100) ** 3);
  const { bins } = binColumns(table(column), 10);
  const sizes = new Array<number>(10).fill(0);
  for (const bin of bins[0]!) sizes[bin] = sizes[bin]! + 1;
  expect(sizes).toEqual(new Array(10).fill(1000));
});

it('neighbouring float32 values are told apart', () => {
  const column = Float32Array.of(1, 1 + 2 ** -23, 16777216, 16777218);
  expect([...binColumns(table(column), 255).bins[0]!]).toEqual([0, 1, 2, 3]);
});

it('rare codes beyond the bins share one bin', () => {
  const column = Float32Array.of(7, 7, 7, 3, 3, 9, 1, NaN);
  const { features, bins } = binColumns(table(column, true), 3);
  expect([...features[0]!.edges]).toEqual([3, 7]);
  expect([...bins[0]!]).toEqual([1, 1, 1, 0, 0, 2, 2, 3]);
});
