import type { Signature } from '@plumbline/registry-core';
import fc from 'fast-check';
import { monitoredVersion, type MonitoredVersion, withSegments } from '../monitored-version';
import { windowPerformance } from '../performance/window-performance';
import { buildReferenceProfile } from '../reference/build-reference-profile';
import type { Scalar, ScoredRow } from '../scored-row';
import { addLabel, addPrediction, removeLabel } from './count-rows';
import { groupEntry, MAXIMUM_GROUPS, mergeGroups, type GroupCounts } from './group-counts';
import { delayQuantile } from './outcome-delay';
import { emptyCounters, mergeCounters, mergeIntoStored, type WindowCounters, windowStart } from './window-counters';

const signature: Signature = {
  schemaVersion: 1,
  task: 'binary',
  features: [
    { name: 'age', type: 'number', required: false },
    { name: 'job', type: 'category', required: true, categories: ['admin', 'worker'] },
  ],
  inputs: [{ name: 'x', elementType: 'float', features: ['age', 'job'] }],
  output: { scoreTensor: 'p', scoreColumn: 1, classes: ['no', 'yes'], positiveClass: 'yes', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [
    { name: 'age', source: 'feature', bands: [30, 45] },
    { name: 'sex', source: 'attribute' },
  ],
};

const referenceRows = Array.from({ length: 300 }, (_, i): Scalar[] => [20 + (i % 40), i % 2 ? 'admin' : 'worker']);
const scores = referenceRows.map((_, i) => (i % 100) / 100);
const profile = buildReferenceProfile(signature, referenceRows, { scores });
const withReference = withSegments(monitoredVersion('m', 1, signature, profile), [
  { by: ['job'] },
  { by: ['age', 'sex'], bands: { age: [30] } },
]);
const withoutReference = monitoredVersion('m', 2, signature, null);

interface Row extends ScoredRow {
  readonly positive: boolean | null;
}
const anyRow: fc.Arbitrary<Row> = fc.record({
  features: fc.tuple(
    fc.oneof(fc.constant(null), fc.integer({ min: -5, max: 120 })),
    fc.constantFrom('admin', 'worker', 'new', null),
  ),
  attributes: fc.oneof(fc.constant(null), fc.record({ sex: fc.constantFrom('f', 'm', null) })),
  // Sums of such halves are exact in floating point, so that equality may be demanded.
  score: fc.constantFrom(0, 0.25, 0.5, 0.75, 1),
  positive: fc.constantFrom(true, false, null),
});
const labelled = (row: Row, positive: boolean) => ({ row, label: positive ? 'yes' : 'no', positive });
const anyRows = fc.array(anyRow, { maxLength: 12 });

function count(rows: readonly Row[], version = withReference): WindowCounters {
  const counters = emptyCounters(version);
  for (const row of rows) {
    addPrediction(version, counters, row);
    if (row.positive !== null) addLabel(version, counters, labelled(row, row.positive));
  }
  return mergeCounters(emptyCounters(version), counters);
}

/** Counters that hold zeros only say what absent ones say. */
const isNothing = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).every(([key, part]) => key === 'group' || isNothing(part))
    : value === undefined || (typeof value === 'number' && Math.abs(value) < 1e-9);

/** Equal, but for the last bits of the only sums that are not exact: logarithms. */
function expectSame(a: unknown, b: unknown): void {
  if (typeof a === 'number' && typeof b === 'number') {
    if (Math.abs(a - b) > 1e-9 * Math.max(1, Math.abs(a))) expect(b).toBe(a);
  } else if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const [x, y] = [a[key as never], b[key as never]] as unknown[];
      if (!isNothing(x) || !isNothing(y)) expectSame(x, y);
    }
  } else expect(b).toEqual(a);
}

describe('window counters', () => {
  it('merge associatively and commutatively', () => {
    fc.assert(
      fc.property(anyRows, anyRows, anyRows, (a, b, c) => {
        const [x, y, z] = [count(a), count(b), count(c)];
        const left = mergeCounters(mergeCounters(x, y), z);
        expectSame(mergeCounters(x, mergeCounters(y, z)), left);
        expectSame(mergeCounters(mergeCounters(z, y), x), left);
      }),
    );
  });

  it('say the same whether rows are counted in one window or in merged parts', () => {
    fc.assert(
      fc.property(anyRows, anyRows, (a, b) => {
        expectSame(mergeCounters(count(a), count(b)), count([...a, ...b]));
      }),
    );
  });

  it('forget a label that is taken back', () => {
    fc.assert(
      fc.property(anyRows, anyRow, fc.boolean(), (rows, row, positive) => {
        const before = count([...rows, { ...row, positive: null }]);
        const delta = emptyCounters(withReference);
        addLabel(withReference, delta, labelled(row, positive));
        removeLabel(withReference, delta, labelled(row, positive));
        const after = mergeCounters(before, delta);
        expectSame(after, before);
      }),
    );
  });

  it('survive JSON', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const counters = count(rows);
        expect(JSON.parse(JSON.stringify(counters))).toEqual(counters);
      }),
    );
  });

  it('count presence only for a version without reference', () => {
    const row: Row = { features: [null, 'admin'], attributes: null, score: 0.5, positive: null };
    const counters = count([row, { ...row, features: [3, 'admin'] }], withoutReference);
    expect(counters.features.map(({ bins }) => bins)).toEqual([
      [1, 1],
      [2, 0],
    ]);
  });

  it('keep decisions and labels by group, bands from the signature, missing as unknown', () => {
    const row: Row = { features: [29, 'admin'], attributes: { sex: 'f' }, score: 0.75, positive: true };
    const rows: Row[] = [
      row,
      { ...row, features: [30, 'admin'], score: 0.25 },
      { ...row, features: [44, 'admin'], positive: false },
      { ...row, features: [45, 'admin'], attributes: null, positive: null },
      { ...row, features: [null, 'admin'], positive: null },
    ];
    const [age, sex] = count(rows).groups as [GroupCounts[], GroupCounts[]];
    expect(age.map(({ group, n }) => [group, n])).toEqual([
      ['30-44', 2],
      ['45+', 1],
      ['<30', 1],
      ['unknown', 1],
    ]);
    expect(age[0]).toMatchObject({
      group: '30-44',
      n: 2,
      predictedPositive: 1,
      labelled: 2,
      tp: 0,
      fp: 1,
      tn: 0,
      fn: 1,
    });
    expect(age[0]).toMatchObject({ scoreSum: 1, losses: { brier: 0.75 ** 2 + 0.75 ** 2 } });
    expect(sex.map(({ group, n }) => [group, n])).toEqual([
      ['f', 4],
      ['unknown', 1],
    ]);
  });
});

describe('what version 2 of the counters added', () => {
  const row: Row = { features: [29, 'admin'], attributes: { sex: 'f' }, score: 0.75, positive: true };
  const rows: Row[] = [
    row,
    { ...row, features: [40, 'worker'], score: 0.25, positive: false },
    { ...row, attributes: null },
  ];

  it('counts protected attributes crossed, and segments as the policy asks', () => {
    const { intersections, segments } = count(rows);
    expect(intersections?.[0]?.map(({ group, n, tp }) => [group, n, tp])).toEqual([
      ['30-44 & f', 1, 0],
      ['<30 & f', 1, 1],
      ['<30 & unknown', 1, 1],
    ]);
    expect(Object.keys(segments ?? {})).toEqual(['age[30] & sex', 'job']);
    expect(segments?.['job']?.map(({ group, n, labelled }) => [group, n, labelled])).toEqual([
      ['admin', 2, 2],
      ['worker', 1, 1],
    ]);
    expect(segments?.['age[30] & sex']?.map(({ group }) => group)).toEqual(['30+ & f', '<30 & f', '<30 & unknown']);
  });

  it('counts calibration by group over the bins of the scores', () => {
    const {
      rows: n,
      sums,
      positives,
    } = count(rows).groups[1]?.find(({ group }) => group === 'f')?.calibration ?? {
      ...{ rows: [], sums: [], positives: [] },
    };
    const total = (cells: readonly number[]): number => cells.reduce((sum, x) => sum + x, 0);
    expect([total(n), total(sums), total(positives)]).toEqual([2, 1, 1]);
  });

  it('counts the probabilities of all predictions, labelled or not', () => {
    const { scores: histogram } = count([...rows, { ...row, positive: null }]);
    expect(histogram).toMatchObject({ selected: 3, selectedSum: 2.25 });
  });

  it('merges with a stored window of version 1, whose rows then count only where it counted them', () => {
    const { scores: _, intersections: __, segments: ___, ...rest } = count(rows);
    const groups = rest.groups.map((list) =>
      list.map(({ scoreSum: _s, losses: _l, calibration: _c, ...counts }) => counts),
    );
    const old: WindowCounters = { ...rest, version: 1, groups };
    const merged = mergeIntoStored(old, count(rows));
    expect(merged).toMatchObject({ version: 2, predictions: 6, labelled: 6, scores: { selected: 2 } });
    expect(merged.segments).toBeUndefined();
    expect(merged.groups[1]?.find(({ group }) => group === 'f')).toMatchObject({ n: 4, scoreSum: 1 });
  });

  it('keeps the segmentations that a stored window began with', () => {
    const later = withSegments(withReference, [{ by: ['job'] }, { by: ['sex'] }]);
    const merged = mergeIntoStored(count(rows), count(rows, later));
    expect(Object.keys(merged.segments ?? {})).toEqual(['age[30] & sex', 'job']);
    expect(merged.segments?.['job']?.[0]?.n).toBe(4);
  });

  it('counts errors of a regression and forgets those taken back', () => {
    const version = monitoredVersion('m', 1, { ...signature, task: 'regression' }, null);
    const counters = emptyCounters(version);
    const labelledAs = (score: number, label: string) => ({ row: { ...row, score }, label, positive: null });
    for (const [score, label] of [
      [3, '1'],
      [5, '6'],
      [9, '2'],
    ] as const) {
      addPrediction(version, counters, { ...row, score });
      addLabel(version, counters, labelledAs(score, label));
    }
    removeLabel(version, counters, labelledAs(9, '2'));
    expect(counters).toMatchObject({
      labelled: 2,
      labels: null,
      errors: { n: 2, e: 1, abs: 3, e2: 5, e4: 17, y: 7, y2: 37 },
    });
    expect(counters.groups[1]?.[0]?.errors).toEqual(counters.errors);
  });

  it('counts the delay of outcomes and negatives by time-out apart', () => {
    const counters = emptyCounters(withReference);
    for (const delayMs of [1_000, 60_000, 3_600_000])
      addLabel(withReference, counters, { ...labelled(row, true), delayMs });
    addLabel(withReference, counters, { ...labelled(row, false), timedOut: true });
    expect(counters).toMatchObject({ labelled: 4, timedOut: 1 });
    const median = delayQuantile(counters.delays ?? [], 0.5) ?? 0;
    expect(median).toBeGreaterThanOrEqual(60_000);
    expect(median).toBeLessThanOrEqual(60_000 * 1.19);
  });
});

describe('groups without bound', () => {
  const groups = fc.array(
    fc.nat({ max: 150 }).map((i): GroupCounts => ({
      ...{ group: `g${String(i).padStart(3, '0')}`, n: 1, predictedPositive: 1 },
      ...{ labelled: 0, tp: 0, fp: 0, tn: 0, fn: 0 },
    })),
    { maxLength: 120 },
  );

  it('stay at the maximum, pool the rest, lose no row and merge associatively', () => {
    fc.assert(
      fc.property(groups, groups, groups, (a, b, c) => {
        const left = mergeGroups(mergeGroups(a, b), c);
        expect(mergeGroups(a, mergeGroups(b, c))).toEqual(left);
        expect(left.length).toBeLessThanOrEqual(MAXIMUM_GROUPS + 1);
        expect(left.reduce((sum, { n }) => sum + n, 0)).toBe(a.length + b.length + c.length);
      }),
    );
  });
});

describe('a list of groups that grows in one batch', () => {
  it('stays bounded, and pools what a merge would pool', () => {
    const [list, all]: [GroupCounts[], GroupCounts[]] = [[], []];
    for (let i = 0; i < 1_000; i += 1) {
      const group = `g${String((i * 617) % 1_000).padStart(4, '0')}`;
      groupEntry(list, group).n += 1;
      all.push({ group, n: 1, predictedPositive: 0, labelled: 0, tp: 0, fp: 0, tn: 0, fn: 0 });
    }
    expect(list.length).toBeLessThanOrEqual(2 * MAXIMUM_GROUPS);
    expect(mergeGroups(list, [])).toEqual(mergeGroups(all, []));
  });
});

describe('windowStart', () => {
  it('is the multiple of the length that holds the instant, also before 1970', () => {
    expect([windowStart(0, 100), windowStart(99, 100), windowStart(100, 100), windowStart(-1, 100)]).toEqual([
      0, 0, 100, -100,
    ]);
  });

  describe('of a model without a probability of one class', () => {
    const versionOf = (change: Partial<Signature>): MonitoredVersion =>
      monitoredVersion('m', 2, { ...signature, ...change }, null);
    const threeClasses = versionOf({
      task: 'multiclass',
      output: { ...signature.output, classes: ['a', 'b', 'c'], positiveClass: null },
    });
    const answer = (predictedLabel: string, score: number) => ({
      features: [1, 'admin'],
      attributes: { sex: 'f' },
      score,
      predictedLabel,
    });

    it('count how often a multiclass model is right, and no log loss', () => {
      const counters = emptyCounters(threeClasses);
      for (const [predicted, label] of ['ab', 'bb', 'cc', 'aa'] as const) {
        const row = answer(predicted as string, 0.6);
        addPrediction(threeClasses, counters, row);
        addLabel(threeClasses, counters, { row, label: label as string, positive: null });
      }
      expect(counters).toMatchObject({
        ...{ labelled: 4, labels: null, hits: { rows: 4, correct: 3 } },
        confusion: [1, 0, 0, 1, 1, 0, 0, 0, 1],
      });
      expect(windowPerformance(counters)).toMatchObject({
        accuracy: 0.75,
        logLoss: null,
        auc: null,
        positiveRate: null,
        meanScore: expect.closeTo(0.6, 12),
      });
      removeLabel(threeClasses, counters, { row: answer('a', 0.6), label: 'b', positive: null });
      expect(mergeCounters(counters, emptyCounters(threeClasses)).hits).toEqual({ rows: 3, correct: 3 });
    });

    it('count decisions of a binary model that gives only labels, for fairness too, and no log loss', () => {
      const labelsOnly = versionOf({ output: { ...signature.output, kind: 'label', threshold: 0 } });
      const counters = emptyCounters(labelsOnly);
      for (const [score, positive] of [
        [1, true],
        [0, true],
        [0, false],
      ] as const) {
        const row = answer(score === 1 ? 'yes' : 'no', score);
        addPrediction(labelsOnly, counters, row);
        addLabel(labelsOnly, counters, { row, label: positive ? 'yes' : 'no', positive });
      }
      expect(counters).toMatchObject({ labels: null, hits: { rows: 3, correct: 2 } });
      const groups = counters.groups.flat().filter(({ group }) => group === 'f');
      expect(groups).toMatchObject([{ n: 3, predictedPositive: 1, tp: 1, fn: 1, tn: 1, fp: 0 }]);
      expect(windowPerformance(counters)).toMatchObject({ accuracy: 2 / 3, logLoss: null, auc: null });
    });

    it('show no mean of scores that mean nothing', () => {
      const labelsOnly = versionOf({
        ...threeClasses.signature,
        output: { ...threeClasses.signature.output, kind: 'label' },
      });
      const counters = emptyCounters(labelsOnly);
      addPrediction(labelsOnly, counters, answer('a', 1));
      expect(windowPerformance(counters).meanScore).toBeNull();
    });
  });
});
