import { addCalibration, emptyCalibrationHistogram, type Interval } from '@plumbline/stats';
import oracle from './fixtures/fairness.json';
import { fairnessReport } from './fairness-report';
import {
  addGroupOutcome,
  addGroupPrediction,
  emptyGroupCounters,
  type GroupCounters,
  mergeGroupCounters,
} from './group-counters';
import { GROUP_RATES, groupMetrics, type GroupRateName } from './group-metrics';

type Bit = 0 | 1;
type Case = (typeof oracle.cases)[number];

function countersOf({ groups, predicted, labels }: Case): Record<string, GroupCounters> {
  const counters: Record<string, GroupCounters> = {};
  groups.forEach((group, i) => {
    const row = emptyGroupCounters();
    addGroupPrediction(row, predicted[i] as Bit);
    addGroupOutcome(row, predicted[i] as Bit, labels[i] as Bit);
    counters[group] = mergeGroupCounters(counters[group] ?? emptyGroupCounters(), row);
  });
  return counters;
}

describe.each(oracle.cases)('fairness of $labels.length rows against Fairlearn', (expected) => {
  it.each([
    'demographicParityDifference',
    'demographicParityRatio',
    'equalOpportunityDifference',
    'equalizedOddsDifference',
    'averageOddsDifference',
  ] as const)('%s agrees, from counters merged row by row, and lies in its interval', (measure) => {
    const finding = fairnessReport(countersOf(expected), { minimumGroupSize: 1 }).findings.find(
      (one) => one.measure === measure,
    );
    expect(finding?.estimate).toBeCloseTo(expected[measure], 12);
    expect(finding?.lower).toBeLessThanOrEqual(expected[measure]);
    expect(finding?.upper).toBeGreaterThanOrEqual(expected[measure]);
  });

  it('rates of every group agree with their Wilson intervals', () => {
    for (const metrics of fairnessReport(countersOf(expected), { minimumGroupSize: 1 }).groups) {
      const rates = expected.rates[metrics.group as keyof typeof expected.rates] as Record<GroupRateName, Interval>;
      for (const name of GROUP_RATES) {
        const rate = metrics[name];
        if (rate.state !== 'known') throw new RangeError(`${metrics.group}: ${name} is ${rate.state}`);
        for (const end of ['estimate', 'lower', 'upper'] as const) expect(rate[end]).toBeCloseTo(rates[name][end], 12);
      }
    }
  });
});

describe('calibration of a group', () => {
  it.each(oracle.calibration)('of $group agrees with the error over ten equal-count bins', (expected) => {
    const calibration = emptyCalibrationHistogram(1_000);
    expected.scores.forEach((score, i) => addCalibration(calibration, expected.labels[i] as Bit, score));
    const rows = expected.scores.length;
    const counters = { ...emptyGroupCounters(), n: rows, labelled: rows, calibration };
    expect(groupMetrics(expected.group, counters).calibrationError).toBeCloseTo(expected.calibrationError, 9);
  });
});
