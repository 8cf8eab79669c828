import fc from 'fast-check';
import { binIndex } from './bin-index';
import { binLabels } from './bin-labels';
import { buildCategoricalBins } from './categorical-bins';
import { buildFeatureProfile } from './feature-profile';
import { buildNumericBins } from './numeric-bins';
import { countValues, emptyCounts, mergeCounts, type WindowCounts } from './window-counts';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const labelOf = (values: (number | null)[], value: number | null | string, bins = 10): string | undefined => {
  const spec = buildNumericBins(values, { bins });
  return binLabels(spec)[binIndex(spec, value)];
};

describe('numeric bins', () => {
  it('cut the reference at its quantiles, with own cells at both ends and for missing', () => {
    expect(binLabels(buildNumericBins(range(1, 100), { bins: 4 }))).toEqual([
      '<= 1',
      '(1, 26)',
      '[26, 51)',
      '[51, 76)',
      '[76, 100)',
      '>= 100',
      'missing',
    ]);
  });

  it('give a heavy value a cell of its own', () => {
    const balances = [...new Array<number>(400).fill(0), ...range(1, 600).map((x) => 1_000 + x)];
    expect(labelOf(balances, 0)).toBe('= 0');
    expect(labelOf(balances, -1)).toBe('< 0');
    expect(labelOf(balances, 5)).toMatch(/^\(0, /);
    expect(labelOf([...new Array<number>(950).fill(999), ...range(1, 50)], 999)).toBe('= 999');
  });

  it.each([
    [-5, '<= 1'],
    [26, '[26, 51)'],
    [1e9, '>= 100'],
    [Infinity, '>= 100'],
    ['40', '[26, 51)'],
    ['n/a', 'missing'],
    [NaN, 'missing'],
    [null, 'missing'],
  ])('puts %p into %s', (value, label) => {
    expect(labelOf(range(1, 100), value, 4)).toBe(label);
  });

  it('stand a constant, an empty and a wholly missing reference', () => {
    expect(binLabels(buildNumericBins([3, 3, 3]))).toEqual(['< 3', '= 3', '> 3', 'missing']);
    expect(binLabels(buildNumericBins([null, null]))).toEqual(['any', 'missing']);
  });

  it('count every value exactly once, in the cell that its label says, whatever the reference', () => {
    const numbers = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true })), { maxLength: 200 });
    fc.assert(
      fc.property(numbers, numbers, (reference, current) => {
        const bins = buildNumericBins(reference);
        const counts = countValues(bins, current);
        expect(counts.bins.reduce((a, b) => a + b, 0)).toBe(current.length);
        const indices = [...current].sort((a, b) => a - b).map((x) => binIndex(bins, x));
        expect(indices).toEqual([...indices].sort((a, b) => a - b));
        expect(new Set(binLabels(bins)).size).toBe(counts.bins.length);
      }),
    );
  });
});

describe('categorical bins', () => {
  it('keep every category of a small set, and report a new one as unseen', () => {
    const bins = buildCategoricalBins(['a', 'a', 'b', 'b', 'b', null]);
    expect(binLabels(bins)).toEqual(['b', 'a', 'other', 'missing']);
    const counts = countValues(bins, ['a', 'z', 'y', 'z', null, '']);
    expect(counts).toMatchObject({ bins: [0, 1, 3, 2], unseenRows: 3, unseenExamples: ['y', 'z'] });
  });

  it('do not call a rare reference category unseen', () => {
    const reference = [...new Array<string>(500).fill('common'), 'once'];
    const bins = buildCategoricalBins(reference);
    expect(countValues(bins, ['once', 'common']).unseenRows).toBe(0);
  });

  it('choose the categories on other rows than are counted when not all can be kept', () => {
    const profile = buildFeatureProfile('id', 'categorical', range(1, 1_000).map(String));
    expect(profile.counts.rows).toBeGreaterThan(750);
    expect(profile.counts.rows).toBeLessThan(850);
    expect(profile.counts.bins.slice(0, 100).every((count) => count === 0)).toBe(true);
  });
});

describe('window counts', () => {
  const bins = buildNumericBins(range(1, 100));
  const categories = buildCategoricalBins(['a', 'a', 'b', 'b']);
  const rounded = (counts: WindowCounts): WindowCounts => JSON.parse(JSON.stringify(counts)) as WindowCounts;

  it('merge associatively and commutatively, and as if counted at once', () => {
    const part = fc.array(fc.option(fc.integer({ min: -200, max: 200 })), { maxLength: 30 });
    fc.assert(
      fc.property(part, part, part, (x, y, z) => {
        const [a, b, c] = [countValues(bins, x), countValues(bins, y), countValues(bins, z)];
        expect(mergeCounts(mergeCounts(a, b), c)).toEqual(mergeCounts(a, mergeCounts(b, c)));
        expect(mergeCounts(a, b)).toEqual(mergeCounts(b, a));
        expect(mergeCounts(mergeCounts(a, b), c)).toEqual(countValues(bins, [...x, ...y, ...z]));
        expect(mergeCounts(a, emptyCounts(bins))).toEqual(a);
      }),
    );
  });

  it('keep at most twenty unseen examples, the same ones however windows are merged', () => {
    const part = fc.array(fc.string({ minLength: 1, maxLength: 2 }), { maxLength: 60 });
    fc.assert(
      fc.property(part, part, part, (x, y, z) => {
        const [a, b, c] = [x, y, z].map((part) => countValues(categories, part)) as [
          WindowCounts,
          WindowCounts,
          WindowCounts,
        ];
        const merged = mergeCounts(mergeCounts(a, b), c);
        expect(merged).toEqual(mergeCounts(a, mergeCounts(c, b)));
        expect(merged.unseenExamples.length).toBeLessThanOrEqual(20);
      }),
    );
  });

  it('survive JSON, and refuse counts over other bins', () => {
    const counts = countValues(bins, [1, null, 700]);
    expect(rounded(counts)).toEqual(counts);
    expect(() => mergeCounts(counts, emptyCounts(categories))).toThrow('different bins');
  });
});
