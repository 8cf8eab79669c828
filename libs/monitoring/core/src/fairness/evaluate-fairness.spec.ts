import type { Signature } from '@plumbline/registry-core';
import { createRandom, type Random } from '@plumbline/stats';
import { monitoredVersion } from '../monitored-version';
import type { GroupCounts } from '../window/group-counts';
import { emptyCounters } from '../window/window-counters';
import { evaluateFairness } from './evaluate-fairness';
import type { FairnessLimit } from './fairness-limits';

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

const evaluateUnder = (limits: Parameters<typeof evaluateFairness>[2], groups: ReturnType<typeof group>[]) =>
  evaluateFairness(version, { ...emptyCounters(version), groups: [groups] }, limits)[0]!;

const twoAttributes: Signature = {
  ...signature,
  protectedAttributes: [
    { name: 'sex', source: 'attribute' },
    { name: 'age', source: 'attribute', bands: [40] },
  ],
};

/** The same chances for everybody. */
function fairCounts(random: Random, rows: number) {
  const lists = [new Map(), new Map(), new Map()] as Map<string, GroupCounts>[];
  for (let i = 0; i < rows; i += 1) {
    const [sex, age] = [random.next() < 0.4 ? 'f' : 'm', random.next() < 0.5 ? '<40' : '40+'];
    const positive = random.next() < 0.3;
    const selected = random.next() < (positive ? 0.7 : 0.2);
    [sex, age, `${sex} & ${age}`].forEach((name, k) => {
      const entry = lists[k]!.get(name) ?? group(name, 0, 0);
      lists[k]!.set(name, entry);
      entry.n += 1;
      entry.labelled += 1;
      if (selected) entry.predictedPositive += 1;
      entry[selected ? (positive ? 'tp' : 'fp') : positive ? 'fn' : 'tn'] += 1;
    });
  }
  const [sexes, ages, crossed] = lists.map((list) => [...list.values()]);
  return { groups: [sexes!, ages!], intersections: [crossed!] };
}

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

  it('judges by every limit of the policy, the one that names the attribute before the one for all', () => {
    const labelled = (tp: number, fn: number) => ({ labelled: 1_000, tp, fn, fp: 100, tn: 400 });
    const groups = [group('f', 1_000, 400, labelled(300, 200)), group('m', 1_000, 550, labelled(450, 50))];
    const verdictUnder = (...fairness: FairnessLimit[]) =>
      evaluateUnder({ ...policy, fairnessMinimumRatio: 0.1, fairness }, groups);
    expect(verdictUnder().verdict).toBe('within');
    const strict = verdictUnder({ measure: 'equalOpportunityDifference', limit: 0.1 });
    expect(strict.verdict).toBe('violated');
    expect(strict.measures.find(({ measure }) => measure === 'equalOpportunityDifference')).toMatchObject({
      ...{ decides: true, verdict: 'violated', limit: 0.1, group: 'm', against: 'f' },
    });
    const loose = { measure: 'equalOpportunityDifference', limit: 0.5, attribute: 'sex' } as const;
    expect(verdictUnder(loose, { measure: 'equalOpportunityDifference', limit: 0.1 }).verdict).toBe('within');
  });

  it('takes rates of errors from the windows whose outcomes are known', () => {
    const recent = [group('f', 1_000, 200), group('m', 1_000, 200)];
    const older = [{ labelled: 1_000, tp: 90, fn: 10, fp: 100, tn: 800 }].flatMap((labels) => [
      group('f', 1_000, 200, labels),
      group('m', 1_000, 200, labels),
    ]);
    const [result] = evaluateFairness(version, { groups: [recent] }, policy, { groups: [older] });
    expect(result!.groups[0]).toMatchObject({ n: 1_000, labelled: 1_000, truePositiveRate: { estimate: 0.9, n: 100 } });
  });

  it('judges intersections, which can be unfair where each attribute is fair', () => {
    const two = monitoredVersion('m', 3, twoAttributes, null);
    const sexes = [group('f', 2_000, 1_000), group('m', 2_000, 1_000)];
    const bands = [group('<40', 2_000, 1_000), group('40+', 2_000, 1_000)];
    const crossed = [
      group('<40 & f', 1_000, 200),
      group('40+ & f', 1_000, 800),
      group('<40 & m', 1_000, 800),
      group('40+ & m', 1_000, 200),
    ];
    const result = evaluateFairness(two, { groups: [sexes, bands], intersections: [crossed] }, policy);
    expect(result.map(({ attribute, kind, verdict }) => [attribute, kind, verdict])).toEqual([
      ['sex', 'attribute', 'within'],
      ['age', 'attribute', 'within'],
      ['sex & age', 'intersection', 'violated'],
    ]);
  });

  it('gives the calibration error of a group, and says why a rate has no value', () => {
    const calibration = { rows: [500, 500], sums: [50, 450], positives: [100, 450] };
    const labels = { labelled: 1_000, tp: 0, fn: 0, fp: 200, tn: 800, calibration };
    const [first] = evaluate(group('f', 1_000, 200, labels), group('m', 1_000, 200)).groups;
    expect(first!.calibrationError).toBeCloseTo(0.05, 12);
    expect(first!.undefinedBecause).toEqual({ truePositiveRate: 'no_positives' });
  });

  it('raises no alarm in at least 95 of 100 checks of fair decisions over two attributes and their intersection', () => {
    const two = monitoredVersion('m', 3, twoAttributes, null);
    const random = createRandom(31);
    const limits: FairnessLimit[] = [
      { measure: 'demographicParityRatio', limit: 0.95 },
      { measure: 'equalizedOddsDifference', limit: 0.02 },
      { measure: 'predictiveParityDifference', limit: 0.02 },
    ];
    let alarms = 0;
    for (let check = 0; check < 200; check += 1) {
      const result = evaluateFairness(two, fairCounts(random, 1_500), { ...policy, fairness: limits });
      if (result.some(({ verdict }) => verdict === 'violated')) alarms += 1;
    }
    expect(alarms / 200).toBeLessThanOrEqual(0.05);
  });
});
