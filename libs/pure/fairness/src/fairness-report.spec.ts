import { fairnessReport, type FairnessReport, type FairnessFinding } from './fairness-report';
import { addGroupOutcome, addGroupPrediction, emptyGroupCounters, type GroupCounters } from './group-counters';

type Bit = 0 | 1;
const bits = (text: string): Bit[] => text.split(' ').map((bit) => (bit === '1' ? 1 : 0));

function countGroups(labels: Bit[], predicted: Bit[], groups: string[]): Record<string, GroupCounters> {
  const counters: Record<string, GroupCounters> = {};
  groups.forEach((group, i) => {
    const own = (counters[group] ??= emptyGroupCounters());
    addGroupPrediction(own, predicted[i] as Bit);
    addGroupOutcome(own, predicted[i] as Bit, labels[i] as Bit);
  });
  return counters;
}

/** n rows, of them `selected` decided 1; of `positives` true positives labels, `hit` are found. */
function group(n: number, selected: number, positives: number, hit: number): GroupCounters {
  return {
    ...emptyGroupCounters(),
    n,
    predictedPositive: selected,
    labelled: n,
    truePositive: hit,
    falseNegative: positives - hit,
    falsePositive: selected - hit,
    trueNegative: n - positives - (selected - hit),
  };
}

const finding = (report: FairnessReport, measure: string): FairnessFinding =>
  report.findings.find((f) => f.measure === measure) as FairnessFinding;

describe('fairness report', () => {
  it('9: gives the known demographic parity and equal opportunity of eighteen rows in three groups', () => {
    const labels = bits('0 1 1 1 1 0 1 0 1 0 0 0 1 1 1 1 1 1');
    const predicted = bits('0 0 1 0 1 1 1 0 0 1 1 1 1 0 0 1 1 0');
    const groups = 'b b a b b c c c a a c a b c c b c c'.split(' ');
    const report = fairnessReport(countGroups(labels, predicted, groups), { minimumGroupSize: 1 });
    expect(finding(report, 'demographicParityDifference').estimate).toBeCloseTo(0.25, 9);
    expect(finding(report, 'demographicParityRatio').estimate).toBeCloseTo(0.666667, 6);
    expect(finding(report, 'equalOpportunityDifference').estimate).toBeCloseTo(0.2, 9);
  });

  it('does not alarm on a point beyond the limit whose interval is not', () => {
    const report = fairnessReport({ a: group(40, 20, 20, 15), b: group(40, 14, 20, 12) });
    const ratio = finding(report, 'demographicParityRatio');
    expect(ratio.estimate).toBeCloseTo(0.7, 9);
    expect(ratio.verdict).toBe('not_enough_evidence');
    expect(report.verdict).toBe('not_enough_evidence');
  });

  it('alarms when the whole interval breaks the four-fifths rule, and names the pair', () => {
    const report = fairnessReport({ a: group(1_000, 600, 500, 400), b: group(1_000, 200, 500, 150) });
    expect(report.verdict).toBe('violated');
    expect(finding(report, 'demographicParityRatio')).toMatchObject({ verdict: 'violated', group: 'b', against: 'a' });
    expect(finding(report, 'equalOpportunityDifference')).toMatchObject({
      verdict: 'violated',
      group: 'a',
      against: 'b',
    });
    expect(report.impact).toEqual([expect.objectContaining({ group: 'b', against: 'a', verdict: 'violated' })]);
  });

  it('says within only when the whole interval respects the limit', () => {
    const report = fairnessReport({ a: group(20_000, 8_000, 9_000, 7_000), b: group(20_000, 7_900, 9_000, 6_950) });
    expect(report.verdict).toBe('within');
    expect(finding(report, 'equalizedOddsDifference').verdict).toBe('within');
  });

  it('suppresses a small group instead of showing it as zero', () => {
    const report = fairnessReport({ a: group(100, 50, 50, 40), b: group(100, 50, 50, 40), tiny: group(5, 0, 2, 0) });
    expect(report.groups[2]).toMatchObject({
      group: 'tiny',
      state: 'suppressed',
      selectionRate: { state: 'suppressed' },
    });
    expect(finding(report, 'demographicParityDifference')).toMatchObject({
      estimate: 0,
      leftOut: [{ group: 'tiny', reason: 'suppressed' }],
    });
  });

  it('names a group without positives as undefined and leaves it out of the TPR gap', () => {
    const report = fairnessReport({ a: group(100, 50, 50, 40), b: group(100, 50, 50, 40), none: group(100, 10, 0, 0) });
    expect(report.groups[2]?.truePositiveRate).toEqual({ state: 'undefined', reason: 'no_positives' });
    expect(finding(report, 'equalOpportunityDifference')).toMatchObject({
      estimate: 0,
      leftOut: [{ group: 'none', reason: 'no_positives' }],
    });
    expect(finding(report, 'demographicParityDifference').estimate).toBeCloseTo(0.4, 9);
  });

  it('cannot compare one group, nor groups of which no one was selected', () => {
    expect(fairnessReport({ a: group(100, 50, 50, 40) }).verdict).toBe('not_enough_evidence');
    expect(fairnessReport({ a: group(100, 0, 50, 0), b: group(100, 0, 50, 0) }).verdict).toBe('not_enough_evidence');
    expect(fairnessReport({}).impact).toEqual([]);
  });
});
