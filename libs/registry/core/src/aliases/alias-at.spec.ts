import fc from 'fast-check';
import { aliasAt } from './alias-at';

const T = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minute));
const change = (version: number | null, changedAt: number, effectiveAt = changedAt) => ({
  version,
  changedAt: T(changedAt),
  effectiveAt: T(effectiveAt),
});

/** v1 from 1, v2 from 5; at 8 we learnt that it was v3 from 3 on; at 9 it was taken away. */
const changes = [change(1, 1), change(2, 5), change(3, 8, 3), change(null, 9)];

describe('aliasAt', () => {
  it.each([
    ['before anything', 0, 99, undefined],
    ['the first version', 2, 99, 1],
    ['what was corrected, known now', 4, 99, 3],
    ['what was corrected, as it was believed before', 4, 7, 1],
    ['what came after the corrected stretch', 6, 99, 2],
    ['nothing, when nothing was known yet', 4, 0, undefined],
    ['the removal, as a change to no version', 10, 99, null],
  ])('answers %s', (_, at, knownAt, version) => {
    expect(aliasAt(changes, T(at), T(knownAt))?.version).toBe(version);
  });

  it('lets the later record win where two hold from one moment on', () => {
    expect(aliasAt([change(1, 1, 1), change(2, 4, 1)], T(2), T(9))?.version).toBe(2);
    expect(aliasAt([change(1, 1, 1), change(2, 1, 1)], T(2), T(9))?.version).toBe(2);
  });

  const history = fc
    .array(fc.record({ recordedAfter: fc.nat(5), backBy: fc.nat(20) }), { maxLength: 12 })
    .map((steps) => {
      let minute = 0;
      return steps.map(({ recordedAfter, backBy }, i) => change(i, (minute += recordedAfter), minute - backBy));
    });
  const minutes = fc.integer({ min: -30, max: 80 });

  it('never changes an old answer: what is recorded later is invisible to an earlier knownAt', () => {
    fc.assert(
      fc.property(history, history, minutes, minutes, (known, more, at, knownAt) => {
        const later = more.map((one) => ({ ...one, changedAt: new Date(T(knownAt).getTime() + 1) }));
        expect(aliasAt([...known, ...later], T(at), T(knownAt))).toEqual(aliasAt(known, T(at), T(knownAt)));
      }),
    );
  });

  it('answers with a change that was known and in effect, and no such change takes effect after it', () => {
    fc.assert(
      fc.property(history, minutes, minutes, (all, at, knownAt) => {
        const found = aliasAt(all, T(at), T(knownAt));
        const candidates = all.filter((one) => one.effectiveAt <= T(at) && one.changedAt <= T(knownAt));
        if (!found) return void expect(candidates).toEqual([]);
        expect(candidates).toContain(found);
        expect(candidates.every(({ effectiveAt }) => effectiveAt <= found.effectiveAt)).toBe(true);
      }),
    );
  });

  it('is the latest record before it, while nothing was ever corrected', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 12 }), minutes, (times, at) => {
        const plain = times.sort((a, b) => a - b).map((minute, i) => change(i, minute));
        expect(aliasAt(plain, T(at), T(99))).toBe(plain.findLast(({ changedAt }) => changedAt <= T(at)) ?? null);
      }),
    );
  });
});
