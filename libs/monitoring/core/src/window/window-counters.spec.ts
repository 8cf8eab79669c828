import type { Signature } from '@plumbline/registry-core';
import fc from 'fast-check';
import { monitoredVersion, type MonitoredVersion } from '../monitored-version';
import { windowPerformance } from '../performance/window-performance';
import { buildReferenceProfile } from '../reference/build-reference-profile';
import type { Scalar, ScoredRow } from '../scored-row';
import { addLabel, addPrediction, removeLabel } from './count-rows';
import { MAXIMUM_GROUPS, mergeGroups, type GroupCounts } from './group-counts';
import { emptyCounters, mergeCounters, type WindowCounters, windowStart } from './window-counters';

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
const withReference = monitoredVersion('m', 1, signature, buildReferenceProfile(signature, referenceRows, { scores }));
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

/** Equal, but for the last bits of the only sums that are not exact: logarithms. */
function expectSame(a: unknown, b: unknown): void {
  if (typeof a === 'number' && typeof b === 'number') {
    if (Math.abs(a - b) > 1e-9 * Math.max(1, Math.abs(a))) expect(b).toBe(a);
  } else if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    expect(Object.keys(b)).toEqual(Object.keys(a));
    for (const key of Object.keys(a)) expectSame(a[key as never], b[key as never]);
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
    expect(age[0]).toEqual({ group: '30-44', n: 2, predictedPositive: 1, labelled: 2, tp: 0, fp: 1, tn: 0, fn: 1 });
    expect(sex.map(({ group, n }) => [group, n])).toEqual([
      ['f', 4],
      ['unknown', 1],
    ]);
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
      expect(counters).toMatchObject({ labelled: 4, labels: null, hits: { rows: 4, correct: 3 } });
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
