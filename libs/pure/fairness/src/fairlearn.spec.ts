import oracle from './fixtures/fairness.json';
import { fairnessReport } from './fairness-report';
import {
  addGroupOutcome,
  addGroupPrediction,
  emptyGroupCounters,
  type GroupCounters,
  mergeGroupCounters,
} from './group-counters';
import { bandOf, intersectionOf } from './group-key';

type Bit = 0 | 1;

describe.each(oracle.cases)('fairness of $labels.length rows against Fairlearn', (expected) => {
  it.each([
    'demographicParityDifference',
    'demographicParityRatio',
    'equalOpportunityDifference',
    'equalizedOddsDifference',
  ] as const)('%s agrees, from counters merged row by row, and lies in its interval', (measure) => {
    const counters: Record<string, GroupCounters> = {};
    expected.groups.forEach((group, i) => {
      const row = emptyGroupCounters();
      addGroupPrediction(row, expected.predicted[i] as Bit);
      addGroupOutcome(row, expected.predicted[i] as Bit, expected.labels[i] as Bit);
      counters[group] = mergeGroupCounters(counters[group] ?? emptyGroupCounters(), row);
    });
    const finding = fairnessReport(counters, { minimumGroupSize: 1 }).findings.find((f) => f.measure === measure);
    expect(finding?.estimate).toBeCloseTo(expected[measure], 12);
    expect(finding?.lower).toBeLessThanOrEqual(expected[measure]);
    expect(finding?.upper).toBeGreaterThanOrEqual(expected[measure]);
  });
});

describe('names of groups', () => {
  it.each([
    [18, '<25'],
    [25, '[25, 40)'],
    [39.9, '[25, 40)'],
    [70, '>=60'],
    [null, 'missing'],
  ])('puts %p into band %s', (value, band) => {
    expect(bandOf(value, [25, 40, 60])).toBe(band);
  });

  it('names an intersection alike whatever the order of attributes', () => {
    expect(intersectionOf({ sex: 'F', age: '<25' })).toBe(intersectionOf({ age: '<25', sex: 'F' }));
  });
});
