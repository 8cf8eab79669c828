import { columnCount } from './feature-columns';
import { preprocessingProblem } from './check-preprocessing';
import { describePreprocessing } from './describe-preprocessing';
import { fitPreprocessing } from './fit-preprocessing';
import { boundsBefore, inverseNumberMap, numberMap, type NumberPreprocessing } from './number-map';
import type { EncodedFeature, Preprocessing } from './preprocessing';

describe('what is fitted to the training data', () => {
  it('is mean and population deviation, as in scikit-learn', () => {
    // StandardScaler().fit([[1], [2], [4]]): mean_ 2.3333333333333335, scale_ 1.247219128924647
    const fitted = fitPreprocessing({ kind: 'standardize' }, [1, 2, 4]);
    expect(fitted).toEqual({ kind: 'standardize', mean: 7 / 3, deviation: expect.closeTo(1.247219128924647, 14) });
  });

  it('makes 0 of a constant column', () => {
    for (const kind of ['standardize', 'min-max'] as const) {
      const fitted = fitPreprocessing({ kind }, [0.1, 0.1, 0.1]) as NumberPreprocessing;
      expect(numberMap(fitted)(0.1)).toBeCloseTo(0, 12);
    }
  });

  it('is of the logarithms where they are taken first, and keeps what was declared', () => {
    const declared = { kind: 'min-max', minimum: 0, log1p: true } as const;
    expect(fitPreprocessing(declared, [Math.E - 1])).toEqual({ ...declared, maximum: 1 });
    expect(fitPreprocessing({ kind: 'standardize', mean: 1, deviation: 2 }, [])).toMatchObject({
      mean: 1,
      deviation: 2,
    });
    expect(fitPreprocessing({ kind: 'standardize', mean: 1 }, [])).toBeNull();
  });
});

const KINDS: NumberPreprocessing[] = [
  { kind: 'standardize', mean: -3, deviation: 0.25 },
  { kind: 'standardize', mean: 2, deviation: 3, log1p: true },
  { kind: 'min-max', minimum: -10, maximum: 30 },
  { kind: 'log1p' },
];

describe('numbers', () => {
  it.each(KINDS)('come back from $kind, and within the bounds fit the tensor', (kind) => {
    const back = inverseNumberMap(kind) as (value: number) => number;
    for (const value of [-0.5, 0, 0.3, 7, 1e5]) expect(back(numberMap(kind)(value))).toBeCloseTo(value, 6);
    const { smallest, largest } = boundsBefore(kind, { smallest: -100, largest: 100 });
    for (const edge of [smallest, largest]) expect(Math.abs(numberMap(kind)(edge))).toBeLessThanOrEqual(100 + 1e-9);
    expect(numberMap(kind)(NaN)).toBeNaN();
  });

  it('have no logarithm at -1 and below', () => {
    expect([-1, -2].map(numberMap({ kind: 'log1p' }))).toEqual([NaN, NaN]);
  });

  it('are put into buckets with their lower edge', () => {
    const bucket = numberMap({ kind: 'buckets', edges: [18, 65] });
    expect([17.9, 18, 64, 65, Infinity].map(bucket)).toEqual([0, 1, 1, 2, 2]);
    expect(bucket(NaN)).toBeNaN();
  });
});

describe('a declaration', () => {
  const number: EncodedFeature = { name: 'x', type: 'number' };
  const category: EncodedFeature = { name: 'c', type: 'category', categories: ['a', 'b'] };
  const problem = (feature: EncodedFeature, preprocessing: Preprocessing, minimum?: number) =>
    preprocessingProblem({ ...feature, preprocessing, minimum });

  it('is refused where it does not fit the type, the range or itself, with what to write instead', () => {
    expect(problem(number, { kind: 'one-hot' })).toMatch(/takes a category .* say "type": "category"/);
    expect(problem(category, { kind: 'log1p' })).toMatch(/takes numbers .* take one-hot/);
    expect(problem({ ...category, categories: [] }, { kind: 'one-hot' })).toMatch(/list them in "categories"/);
    expect(problem(number, { kind: 'standardize', mean: 0, deviation: 0 })).toMatch(/deviation above 0/);
    expect(problem(number, { kind: 'min-max', minimum: 2, maximum: 2 })).toMatch(/minimum below the maximum/);
    expect(problem(number, { kind: 'buckets', edges: [2, 1] })).toMatch(/edges that go up/);
    expect(problem(number, { kind: 'log1p' }, -3)).toMatch(/goes down to -3/);
    expect(problem({ ...number, default: -1 }, { kind: 'standardize', mean: 0, deviation: 1, log1p: true })).toMatch(
      /-1/,
    );
  });

  it('is taken where it fits', () => {
    for (const kind of KINDS) expect(problem(number, kind)).toBeNull();
    expect(problem(category, { kind: 'one-hot', unknown: 'refuse' })).toBeNull();
    expect(preprocessingProblem(number)).toBeNull();
  });

  it('is told in words', () => {
    expect(KINDS.map(describePreprocessing)).toEqual([
      'standardized: (x + 3) / 0.25',
      'standardized: (ln(1 + x) - 2) / 3',
      'scaled to 0 to 1: (x + 10) / 40',
      'logarithm: ln(1 + x)',
    ]);
  });

  it('of one-hot makes a column a category, and one each for unknown and missing where they have their own', () => {
    const { categories } = category;
    expect(columnCount({ categories, preprocessing: { kind: 'one-hot' } })).toBe(2);
    expect(columnCount({ categories, preprocessing: { kind: 'one-hot', unknown: 'column', missing: 'column' } })).toBe(
      4,
    );
    expect(columnCount({ categories })).toBe(1);
  });
});
