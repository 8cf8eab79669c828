import { NO_COUNTS, reconcile, settle } from './reconcile';

const sent = { predictions: 100, outcomes: 80 };
const whole = { ...NO_COUNTS, predictions: 100, outcomes: 80, joined: 80, pending: 20 };

describe('reconciling what was sent with what is stored', () => {
  it('holds when sent = stored = joined + pending', () => {
    expect(reconcile(NO_COUNTS, whole, sent).reconciled).toBe(true);
  });

  it.each([
    ['a lost prediction', { predictions: 99, pending: 19 }],
    ['a doubled prediction', { predictions: 101, pending: 21 }],
    ['a lost outcome', { outcomes: 79, joined: 79, pending: 21 }],
    ['an orphan', { orphans: 1 }],
    ['a dead letter', { deadLetters: 1 }],
  ])('fails on %s', (_, wrong) => {
    expect(reconcile(NO_COUNTS, { ...whole, ...wrong }, sent).reconciled).toBe(false);
  });

  it('counts only what came since the replay began', () => {
    const before = { ...NO_COUNTS, predictions: 7, outcomes: 5, joined: 5, pending: 2 };
    const after = { ...NO_COUNTS, predictions: 107, outcomes: 85, joined: 85, pending: 22 };
    expect(reconcile(before, after, sent)).toMatchObject({ reconciled: true, stored: sent, joined: 80, pending: 20 });
  });

  it('waits until everything arrived, but not for ever', async () => {
    const seen = [NO_COUNTS, { ...whole, joined: 40 }, whole];
    let now = 0;
    const clock = { sleep: () => Promise.resolve(), nowMs: () => (now += 1) };
    const counts = () => Promise.resolve(seen.shift() ?? whole);
    expect((await settle(NO_COUNTS, sent, 1_000, { ...clock, counts })).reconciled).toBe(true);
    const never = () => Promise.resolve(NO_COUNTS);
    expect((await settle(NO_COUNTS, sent, 10, { ...clock, counts: never })).reconciled).toBe(false);
  });
});
