import type { Signature } from '@plumbline/registry-core';
import { joinOutcome, type OutcomeEvidence } from './join-outcome';
import { readLabel } from './read-label';

const policy = { horizonMs: 1_000, onTimeout: 'censored' } as const;
const outcome = { label: 'yes', revision: 0, observedAtMs: 500 };
const pending = { servedAtMs: 0, label: null };
const labelled = (label: string, revision: number) => ({ servedAtMs: 0, label: { label, revision } });
const kindOf = (evidence: OutcomeEvidence): string => joinOutcome(evidence, policy).kind;

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
      previous: { label: 'no', revision: 1 },
    });
    expect(kindOf({ prediction: labelled('yes', 1), outcome: revised })).toBe('revised');
  });

  it('says which revision would change a contradicted label', () => {
    expect(joinOutcome({ prediction: labelled('no', 4), outcome: { ...outcome, revision: 4 } }, policy)).toMatchObject({
      code: 'conflict',
      reason: expect.stringContaining('send revision 5 or higher') as string,
    });
  });

  it('counts the horizon inclusively, and rejects later outcomes only when pending rows are censored', () => {
    const at = (observedAtMs: number) => ({ prediction: pending, outcome: { ...outcome, observedAtMs } });
    expect(kindOf(at(1_000))).toBe('labelled');
    expect(joinOutcome(at(1_001), policy)).toMatchObject({ kind: 'rejected', code: 'beyond_horizon' });
    expect(joinOutcome(at(1_001), { ...policy, onTimeout: 'negative' }).kind).toBe('labelled');
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
