import fc from 'fast-check';
import type { TrainingColumns } from '../training-data';
import { binColumns } from './binning';
import { histogramBuilder, histogramOffsets } from './histogram';
import { SplitFinder, type Split } from './split-finder';

interface Row {
  x: number;
  code: number;
  gradient: number;
  hessian: number;
}

interface Limits {
  minSamplesLeaf: number;
  l2: number;
}

const rowArbitrary: fc.Arbitrary<Row> = fc.record({
  x: fc.constantFrom(NaN, -2, -1, 0, 0.5, 3, 8),
  code: fc.constantFrom(NaN, 0, 1, 2, 5),
  gradient: fc.integer({ min: -8, max: 8 }).map((g) => g / 8),
  hessian: fc.integer({ min: 1, max: 8 }).map((h) => h / 32),
});
const limitsArbitrary: fc.Arbitrary<Limits> = fc.record({
  minSamplesLeaf: fc.integer({ min: 1, max: 4 }),
  l2: fc.constantFrom(0, 0.5, 2),
});

function findSplit(rows: readonly Row[], limits: Limits): Split | undefined {
  const table: TrainingColumns = {
    columns: [Float32Array.from(rows, ({ x }) => x), Float32Array.from(rows, ({ code }) => code)],
    categorical: [false, true],
    labels: new Uint8Array(rows.length),
    weights: undefined,
    featureNames: ['x', 'code'],
    rowCount: rows.length,
  };
  const binned = binColumns(table, 255);
  const offsets = histogramOffsets(binned);
  const gradients = Float64Array.from(rows, ({ gradient }) => gradient);
  const hessians = Float64Array.from(rows, ({ hessian }) => hessian);
  const features = Uint32Array.of(0, 1);
  const histogram = new Float64Array(offsets[2]!);
  histogramBuilder(binned, offsets, gradients, hessians).build(histogram, Uint32Array.from(rows.keys()), features);
  const total = {
    gradient: gradients.reduce((a, b) => a + b, 0),
    hessian: hessians.reduce((a, b) => a + b, 0),
    rows: rows.length,
  };
  return new SplitFinder(binned.features, offsets, limits).find(histogram, total, features);
}

/** Every way to send the rows left, tried one by one on the rows themselves. */
function naiveBestGain(rows: readonly Row[], { minSamplesLeaf, l2 }: Limits): number {
  const score = (part: readonly Row[]): number =>
    part.reduce((sum, { gradient }) => sum + gradient, 0) ** 2 / (part.reduce((sum, r) => sum + r.hessian, 0) + l2);
  const candidates: ((row: Row) => boolean)[] = [
    (row) => Number.isNaN(row.code),
    (row) => Number.isNaN(row.x),
    ...rows.map(
      ({ code }) =>
        (row: Row) =>
          row.code === code,
    ),
    ...rows.map(
      ({ x }) =>
        (row: Row) =>
          row.x <= x,
    ),
    ...rows.map(
      ({ x }) =>
        (row: Row) =>
          row.x <= x || Number.isNaN(row.x),
    ),
  ];
  const gains = candidates.map((goesLeft) => {
    const left = rows.filter(goesLeft);
    const right = rows.filter((row) => !goesLeft(row));
    if (left.length < minSamplesLeaf || right.length < minSamplesLeaf) return 0;
    return score(left) + score(right) - score(rows);
  });
  return Math.max(0, ...gains);
}

it('the split found from histograms has the gain of the best split found by trying all of them', () => {
  fc.assert(
    fc.property(fc.array(rowArbitrary, { minLength: 2, maxLength: 25 }), limitsArbitrary, (rows, limits) => {
      const naive = naiveBestGain(rows, limits);
      expect(findSplit(rows, limits)?.gain ?? 0).toBeCloseTo(naive < 1e-6 ? 0 : naive, 6);
    }),
    { numRuns: 500 },
  );
});

it('known answer: x <= 0 parts two groups of opposite gradient', () => {
  const row = (x: number, gradient: number): Row => ({ x, code: 0, gradient, hessian: 0.25 });
  const rows = [row(-1, 1), row(0, 1), row(3, -1), row(8, -1)];
  // 2^2/(0.5+0.5) on either side, nothing together.
  expect(findSplit(rows, { minSamplesLeaf: 1, l2: 0.5 })).toMatchObject({ feature: 0, bin: 1, gain: 8 });
});

it('no split is better than one whose children are too small', () => {
  const rows = [1, 2, 3].map((x) => ({ x, code: 0, gradient: x - 2, hessian: 0.25 }));
  expect(findSplit(rows, { minSamplesLeaf: 2, l2: 1 })).toBeUndefined();
});
