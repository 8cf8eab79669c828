import type { FairnessAttributeView, FairnessCheckView, FairnessGroupView } from '@plumbline/contracts';
import { leftOutText, rateReason, trendOf, worstIntersections } from './fairness-words';

const rate = (estimate: number) => ({ estimate, low: estimate - 0.1, high: estimate + 0.1, n: 200 });
const group = (name: string, ratio: number | null, change: Partial<FairnessGroupView> = {}): FairnessGroupView => ({
  ...{ group: name, n: 200, labelled: 200, state: 'within', selectionRate: rate(0.5) },
  ratio: ratio === null ? null : rate(ratio),
  ...{ truePositiveRate: null, falsePositiveRate: null, precision: null, calibrationError: null },
  undefinedBecause: {},
  ...change,
});
const attribute = (
  name: string,
  kind: FairnessAttributeView['kind'],
  groups: FairnessGroupView[],
): FairnessAttributeView => ({
  ...{ attribute: name, kind, verdict: 'within', groups, measures: [] },
  ...{ demographicParityDifference: null, disparateImpact: null, equalOpportunityDifference: null },
});
const check = (hour: number, ratios: Record<string, number>): FairnessCheckView => ({
  ...{ version: 1, from: '', to: `2026-11-22T${hour}:00:00Z` },
  attributes: [
    {
      ...{ attribute: 'sex', verdict: 'within', measures: [] },
      groups: Object.entries(ratios).map(([name, ratio]) => ({ group: name, ratio: rate(ratio) })),
    },
  ],
});

describe('words of fairness', () => {
  it('names what was left out and why', () => {
    expect(
      leftOutText([
        { group: 'b', reason: 'no_positives' },
        { group: 'c', reason: 'suppressed' },
      ]),
    ).toBe('b (nobody with a positive outcome), c (too few rows)');
  });

  it('says of a rate without a number whether it is undefined or rests on too few outcomes', () => {
    const undefinedRate = group('a', 1, { undefinedBecause: { truePositiveRate: 'no_positives' } });
    expect(rateReason(undefinedRate, 'truePositiveRate', 100)).toBe('nobody with a positive outcome: not 0');
    expect(rateReason(group('a', 1, { labelled: 12 }), 'precision', 100)).toBe(
      'Only 12 known outcomes; at least 100 are shown.',
    );
    expect(rateReason(group('a', 1), 'precision', 100)).toBeNull();
  });

  it('draws the groups that do worst now, each check once', () => {
    const { series, points } = trendOf([check(10, { a: 0.9, 'b.1': 0.8 }), check(11, { a: 0.7, 'b.1': 0.95 })], 'sex');
    expect(series.map(({ label }) => label)).toEqual(['a', 'b.1']);
    expect(points.map(({ values }) => Object.values(values))).toEqual([
      [0.9, 0.8],
      [0.7, 0.95],
    ]);
    expect(trendOf([check(10, { a: 0.9 })], 'age')).toEqual({ series: [], points: [] });
  });

  it('lists the worst intersections of all, and counts those too small to show', () => {
    const crossed = attribute('age & sex', 'intersection', [
      group('x', 0.9),
      group('y', 0.4),
      group('z', null, { state: 'suppressed' }),
    ]);
    const { shown, hidden } = worstIntersections([attribute('sex', 'attribute', [group('f', 0.1)]), crossed]);
    expect(shown.map(({ group: name, attribute: of }) => [of, name])).toEqual([
      ['age & sex', 'y'],
      ['age & sex', 'x'],
    ]);
    expect(hidden).toBe(1);
  });
});
