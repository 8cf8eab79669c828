import fc from 'fast-check';
import { crossValidate } from './cross-validate';
import { stratifiedFolds } from './folds';
import { buildTrainingTable } from './training-table.builder';

const count = (folds: Uint8Array, labels: Uint8Array, fold: number, label: number): number =>
  folds.reduce((sum, f, i) => sum + Number(f === fold && labels[i] === label), 0);

it('every fold has every class in its share, to within one row', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 10 }), fc.integer({ min: 10, max: 60 }), fc.nat(), (k, positives, seed) => {
      const labels = Uint8Array.from({ length: 200 }, (_, i) => Number(i < positives));
      const folds = stratifiedFolds(labels, k, seed);
      for (const label of [0, 1]) {
        const sizes = Array.from({ length: k }, (_, fold) => count(folds, labels, fold, label));
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

it('the same seed gives the same folds, another seed others', () => {
  const { labels } = buildTrainingTable({ rowCount: 300, numericCount: 1 });
  expect(stratifiedFolds(labels, 5, 3)).toEqual(stratifiedFolds(labels, 5, 3));
  expect(stratifiedFolds(labels, 5, 3)).not.toEqual(stratifiedFolds(labels, 5, 4));
});

it('a class with fewer rows than folds is refused', () => {
  expect(() => stratifiedFolds(Uint8Array.of(0, 0, 0, 0, 0, 1, 1), 3, 0)).toThrow(/class 1 has 2 rows/);
});

it('each row is predicted by a model that did not see it', () => {
  const data = buildTrainingTable({ rowCount: 40, numericCount: 1 });
  const value = data.columns[0]!;
  const { probabilities } = crossValidate(data, 4, (part) => {
    const seen = new Set('columns' in part ? part.columns[0] : []);
    expect(seen.size).toBe(30);
    return (rows, rowCount) => Float64Array.from({ length: rowCount }, (_, i) => (seen.has(rows[i]!) ? 1 : rows[i]!));
  });
  expect([...probabilities]).toEqual([...value]);
});
