import type { Signature } from '@plumbline/registry-core';
import { monitoredVersion } from '../monitored-version';
import { emptyCounters } from '../window/window-counters';
import { evaluateFairness } from './evaluate-fairness';

const signature: Signature = {
  schemaVersion: 1,
  task: 'binary',
  features: [],
  inputs: [],
  output: { scoreTensor: 'p', scoreColumn: 1, classes: ['no', 'yes'], positiveClass: 'yes', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [{ name: 'sex', source: 'attribute' }],
};
const version = monitoredVersion('m', 1, signature, null);
const policy = { fairnessMinimumRatio: 0.8, fairnessMinimumGroup: 100 };

const group = (name: string, n: number, predictedPositive: number, confusion = {}) => ({
  ...{ group: name, n, predictedPositive, labelled: 0, tp: 0, fp: 0, tn: 0, fn: 0 },
  ...confusion,
});
const evaluate = (...groups: ReturnType<typeof group>[]) =>
  evaluateFairness(version, { ...emptyCounters(version), groups: [groups] }, policy)[0]!;

describe('fairness of a window', () => {
  it('is violated when the interval of the selection ratio lies below the limit, and names group and reference', () => {
    const result = evaluate(group('f', 1_000, 200), group('m', 1_000, 500));
    expect(result).toMatchObject({ attribute: 'sex', verdict: 'violated' });
    expect(result.groups.map(({ group: name, state }) => [name, state])).toEqual([
      ['f', 'violated'],
      ['m', 'reference'],
    ]);
    expect(result.groups[0]!.ratio!.estimate).toBeCloseTo(0.4, 12);
    expect(result.disparateImpact!.high).toBeLessThan(0.8);
  });

  it('is within for equal rates of large groups, and undecided for small ones', () => {
    expect(evaluate(group('f', 5_000, 2_500), group('m', 5_000, 2_500)).verdict).toBe('within');
    expect(evaluate(group('f', 110, 40), group('m', 110, 50)).verdict).toBe('not_enough_evidence');
  });

  it('suppresses a small group instead of showing it as zero', () => {
    const small = evaluate(group('f', 99, 0), group('m', 1_000, 500)).groups[0]!;
    expect(small).toMatchObject({ group: 'f', state: 'suppressed', selectionRate: null, ratio: null });
  });

  it('leaves the true positive rate of a group without positives undefined', () => {
    const labelled = { labelled: 1_000, tp: 0, fn: 0, fp: 200, tn: 800 };
    const result = evaluate(group('f', 1_000, 200, labelled), group('m', 1_000, 200, labelled));
    expect(result.groups[0]).toMatchObject({ truePositiveRate: 'undefined' });
    expect(result.equalOpportunityDifference).toBeNull();
  });

  it('does not speak of selection for a regression', () => {
    const regression = monitoredVersion('m', 2, { ...signature, task: 'regression' }, null);
    expect(evaluateFairness(regression, { groups: [[]] }, policy)).toEqual([]);
  });
});
