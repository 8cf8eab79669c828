import type { Signature } from '@plumbline/registry-core';
import fc from 'fast-check';
import type { LabelPolicy } from '../policies';
import { isMature, isTimedOut, joinOutcome, type OutcomeEvidence, type StoredLabel } from './join-outcome';
import { readLabel } from './read-label';

const policy: LabelPolicy = { horizonMs: 1_000, onTimeout: 'censored' };
const negativePolicy: LabelPolicy = { horizonMs: 1_000, onTimeout: 'negative', maturityMs: 600 };
const outcome = { label: 'yes', positive: true, revision: 0, observedAtMs: 500 };
const stored = (change: Partial<StoredLabel> = {}): StoredLabel => ({
  ...{ ...outcome, source: 'outcome', maturesAtMs: null },
  ...change,
});
const pending = { servedAtMs: 0, label: null };
const labelled = (label: string, revision: number) => ({
  servedAtMs: 0,
  label: stored({ label, revision, positive: label === 'yes' }),
});
const kindOf = (evidence: OutcomeEvidence, under = policy): string => joinOutcome(evidence, under).kind;

describe('the label state machine', () => {
  it('labels a pending prediction', () => {
    expect(kindOf({ prediction: pending, outcome })).toBe('labelled');
  });

  it('lets an outcome wait for its prediction', () => {
    expect(kindOf({ prediction: null, outcome })).toBe('orphan');
  });

  it.each([
    ['same revision, same label', labelled('yes', 0), 'duplicate'],
    ['same revision, another label', labelled('no', 0), 'rejected'],
    ['older revision', labelled('no', 1), 'superseded'],
  ])('keeps what is known: %s', (_name, prediction, kind) => {
    expect(kindOf({ prediction, outcome })).toBe(kind);
  });

  it('replaces the label by a higher revision, even with the same label', () => {
    const revised = { ...outcome, revision: 3 };
    expect(joinOutcome({ prediction: labelled('no', 1), outcome: revised }, policy)).toEqual({
      kind: 'revised',
      previous: labelled('no', 1).label,
    });
    expect(kindOf({ prediction: labelled('yes', 1), outcome: revised })).toBe('revised');
  });

  it('says which revision would change a contradicted label', () => {
    expect(joinOutcome({ prediction: labelled('no', 4), outcome: { ...outcome, revision: 4 } }, policy)).toMatchObject({
      code: 'conflict',
      reason: expect.stringContaining('send revision 5 or higher') as string,
    });
  });

  it('counts the horizon inclusively: later is rejected when censored, and kept apart when absence means negative', () => {
    const at = (observedAtMs: number) => ({ prediction: pending, outcome: { ...outcome, observedAtMs } });
    expect(kindOf(at(1_000))).toBe('labelled');
    expect(joinOutcome(at(1_001), policy)).toMatchObject({ kind: 'rejected', code: 'beyond_horizon' });
    expect(kindOf(at(1_001), negativePolicy)).toBe('late');
    expect([isTimedOut(0, 1_000, policy), isTimedOut(0, 1_001, policy)]).toEqual([false, true]);
  });

  it('overrides a negative by time-out with what happened inside the horizon, however late it arrives', () => {
    const timeout = stored({ label: 'no', positive: false, source: 'timeout', observedAtMs: 1_000 });
    const prediction = { servedAtMs: 0, label: timeout };
    expect(joinOutcome({ prediction, outcome }, negativePolicy)).toEqual({ kind: 'revised', previous: timeout });
    expect(kindOf({ prediction, outcome: { ...outcome, observedAtMs: 1_001 } }, negativePolicy)).toBe('late');
  });

  it('holds an early negative back until it is mature; the positive event takes its place at the same revision', () => {
    const early = { label: 'no', positive: false, revision: 0, observedAtMs: 599 };
    expect(joinOutcome({ prediction: pending, outcome: early }, negativePolicy)).toEqual({
      kind: 'provisional',
      maturesAtMs: 600,
    });
    expect(kindOf({ prediction: pending, outcome: { ...early, observedAtMs: 600 } }, negativePolicy)).toBe('labelled');
    const waiting = { servedAtMs: 0, label: stored({ ...early, maturesAtMs: 600 }) };
    expect(kindOf({ prediction: waiting, outcome }, negativePolicy)).toBe('labelled');
    const counted = { servedAtMs: 0, label: stored(early) };
    expect(kindOf({ prediction: counted, outcome }, negativePolicy)).toBe('revised');
    expect(kindOf({ prediction: labelled('yes', 0), outcome: early }, negativePolicy)).toBe('superseded');
  });

  it('calls labels mature when nothing is awaited any more', () => {
    expect(isMature(0, 0, policy)).toBe(true);
    expect(isMature(0, 599, { ...negativePolicy, onTimeout: 'censored' })).toBe(false);
    expect([isMature(0, 1_000, negativePolicy), isMature(0, 1_001, negativePolicy)]).toEqual([false, true]);
  });
});

describe('labels of one prediction, in any order of arrival', () => {
  type Event = { readonly outcome: OutcomeEvidence['outcome'] } | { readonly clockMs: number };
  /** What a store does with the decisions; `counted` is what windows hold. */
  function run(events: readonly Event[], under: LabelPolicy): { label: StoredLabel | null; counted: string[] } {
    let label = null as StoredLabel | null;
    const counted: string[] = [];
    const count = (text: string) => counted.push(text);
    const takeBack = (text: string) => counted.splice(counted.indexOf(text), 1);
    for (const event of events) {
      if ('clockMs' in event) {
        if (label?.maturesAtMs != null && label.maturesAtMs <= event.clockMs) {
          count(label.label);
          label = { ...label, maturesAtMs: null };
        }
        if (label === null && under.onTimeout === 'negative' && isTimedOut(0, event.clockMs, under)) {
          label = stored({ label: 'no', positive: false, source: 'timeout', observedAtMs: under.horizonMs });
          count(label.label);
        }
        continue;
      }
      const decision = joinOutcome({ prediction: { servedAtMs: 0, label }, outcome: event.outcome }, under);
      const next: StoredLabel = { ...event.outcome, source: 'outcome', maturesAtMs: null };
      if (decision.kind === 'revised') takeBack(decision.previous.label);
      if (decision.kind === 'provisional') label = { ...next, maturesAtMs: decision.maturesAtMs };
      if (decision.kind === 'labelled' || decision.kind === 'revised') {
        label = next;
        count(label.label);
      }
    }
    return { label, counted };
  }

  /** No two contradict each other: a revision has one label, but for the early negative before a positive event. */
  const outcomes = fc
    .record({
      labels: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      told: fc.array(fc.nat(3), { maxLength: 6 }),
    })
    .chain(({ labels, told }) =>
      fc.tuple(
        ...told.map((revision) =>
          fc.integer({ min: 0, max: 1_200 }).map((observedAtMs) => {
            const positive = labels[revision] as boolean;
            return { outcome: { label: positive ? 'yes' : 'no', positive, revision, observedAtMs } };
          }),
        ),
      ),
    );

  it('end in the same label, which is counted exactly once', () => {
    const clocks = fc.array(
      fc.integer({ min: 0, max: 1_500 }).map((clockMs) => ({ clockMs })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(
        outcomes,
        clocks,
        fc.constantFrom(policy, negativePolicy),
        fc.infiniteStream(fc.nat()),
        (told, ticks, under, random) => {
          const shuffled = (items: readonly Event[]): Event[] =>
            items
              .map((item) => ({ item, key: random.next().value as number }))
              .sort((a, b) => a.key - b.key)
              .map(({ item }) => item);
          const end = { clockMs: 2_000 };
          const first = run([...told, end], under);
          const second = run([...shuffled([...told, ...ticks]), end], under);
          expect(second.label?.label).toEqual(first.label?.label);
          expect(second.label?.revision).toEqual(first.label?.revision);
          expect(second.label?.source).toEqual(first.label?.source);
          expect(second.counted).toEqual(second.label === null ? [] : [second.label.label]);
        },
      ),
    );
  });
});

describe('reading a label', () => {
  const signature = (output: Partial<Signature['output']>, task: Signature['task'] = 'binary'): Signature => ({
    schemaVersion: 1,
    task,
    features: [],
    inputs: [],
    output: {
      scoreTensor: 's',
      scoreColumn: 1,
      classes: ['no', 'yes'],
      positiveClass: 'yes',
      threshold: 0.5,
      ...output,
    },
    label: 'y',
    protectedAttributes: [],
  });

  it.each([
    ['yes', { label: 'yes', positive: true }],
    ['no', { label: 'no', positive: false }],
    [1, { label: 'yes', positive: true }],
    [false, { label: 'no', positive: false }],
  ])('takes class names, 1/0 and true/false: %s', (raw, expected) => {
    expect(readLabel(signature({}), raw)).toEqual(expected);
  });

  it('takes a class name before the meaning of 1 and 0', () => {
    expect(readLabel(signature({ classes: ['0', '1'], positiveClass: '0' }), 0)).toEqual({
      label: '0',
      positive: true,
    });
  });

  it('names what would have been accepted', () => {
    expect(readLabel(signature({}), 'perhaps')).toEqual({ expected: '"no", "yes", 1, 0, true, false' });
    expect(readLabel(signature({}, 'regression'), 'ten')).toEqual({ expected: 'a number' });
  });

  it('reads a number for a regression', () => {
    expect(readLabel(signature({}, 'regression'), '12.50')).toEqual({ label: '12.5', positive: null });
  });

  it('knows a class in the spelling of data frames', () => {
    const numbers = signature({ classes: ['0', '1'], positiveClass: '1' });
    for (const raw of ['1.0', 'True', 1, true]) expect(readLabel(numbers, raw)).toEqual({ label: '1', positive: true });
  });

  it('reads one of many classes, none of which is positive', () => {
    const classes = signature({ classes: ['1', '2', '3'], positiveClass: null }, 'multiclass');
    expect(readLabel(classes, 2)).toEqual({ label: '2', positive: null });
    expect(readLabel(classes, '3.0')).toEqual({ label: '3', positive: null });
    expect(readLabel(classes, 'false')).toEqual({ expected: '"1", "2", "3"' });
  });
});
