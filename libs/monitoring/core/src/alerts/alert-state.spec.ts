import fc from 'fast-check';
import type { Verdict } from './alert-signal';
import { type AlertState, type AlertStep, QUIET, stepAlert } from './alert-state';

const count = fc
  .integer({ min: 1, max: 6 })
  .chain((of) => fc.record({ of: fc.constant(of), count: fc.integer({ min: 1, max: of }) }));
const rules = fc.record({ raise: count, resolve: count });
const verdicts = fc.array(fc.constantFrom<Verdict>('bad', 'good', 'not_enough_evidence'), { maxLength: 60 });

function run(rule: Parameters<typeof stepAlert>[0], windows: readonly Verdict[], from: AlertState = QUIET) {
  let state = from;
  const steps: AlertStep[] = [];
  windows.forEach((verdict, i) => {
    const stepped = stepAlert(rule, state, { version: 1, windowMs: i, verdict });
    state = stepped.state;
    steps.push(stepped.step);
  });
  return { state, steps };
}

/** The law in its plainest words: look at all windows since the last change of firing. */
function firing({ raise, resolve }: Parameters<typeof stepAlert>[0], windows: readonly Verdict[]): boolean[] {
  let since: boolean[] = [];
  let isFiring = false;
  return windows.map((verdict) => {
    if (verdict !== 'not_enough_evidence') since.push(verdict === 'bad');
    const { count: needed, of } = isFiring ? resolve : raise;
    if (since.slice(-of).filter((bad) => bad !== isFiring).length >= needed) {
      isFiring = !isFiring;
      since = [];
    }
    return isFiring;
  });
}

const ONE_OF_ONE = { raise: { count: 1, of: 1 }, resolve: { count: 1, of: 1 } };
const TWO_OF_THREE = { raise: { count: 2, of: 3 }, resolve: { count: 2, of: 2 } };

describe('the state of an alert', () => {
  it('fires when m of the n latest windows with evidence are bad, and resolves by its own m of n', () => {
    fc.assert(
      fc.property(rules, verdicts, (rule, windows) => {
        const standings = windows.map((_, i) => run(rule, windows.slice(0, i + 1)).state.standing === 'firing');
        expect(standings).toEqual(firing(rule, windows));
      }),
    );
  });

  it('changes nothing when the same windows come again', () => {
    fc.assert(
      fc.property(rules, verdicts, (rule, windows) => {
        const { state } = run(rule, windows);
        const again = run(rule, windows, state);
        expect(again.state).toEqual(state);
        expect(new Set(again.steps)).toEqual(new Set(windows.length > 0 ? ['none'] : []));
      }),
    );
  });

  it('neither raises nor resolves without enough evidence, wherever such windows stand', () => {
    fc.assert(
      fc.property(rules, verdicts, (rule, windows) => {
        const decided = windows.filter((verdict) => verdict !== 'not_enough_evidence');
        const told = (steps: readonly AlertStep[]) => steps.filter((step) => step !== 'none');
        expect(told(run(rule, windows).steps)).toEqual(told(run(rule, decided).steps));
      }),
    );
  });

  it('keeps no more windows than its rule asks for', () => {
    fc.assert(
      fc.property(rules, verdicts, (rule, windows) => {
        expect(run(rule, windows).state.recent.length).toBeLessThanOrEqual(Math.max(rule.raise.of, rule.resolve.of));
      }),
    );
  });

  it('raises and resolves at once by default, and refreshes at each bad window between', () => {
    expect(run(ONE_OF_ONE, ['good', 'bad', 'bad', 'not_enough_evidence', 'good', 'bad']).steps).toEqual([
      ...['none', 'raised', 'refreshed', 'none', 'resolved', 'raised'],
    ]);
  });

  it('is pending from the first bad window, and calms down without having fired', () => {
    expect(run(TWO_OF_THREE, ['bad', 'good', 'good', 'good']).steps).toEqual(['pending', 'none', 'none', 'calmed']);
    expect(run(TWO_OF_THREE, ['bad', 'good', 'bad', 'good', 'good']).steps).toEqual([
      ...['pending', 'none', 'raised', 'none', 'resolved'],
    ]);
  });

  it('counts the windows of a new version anew, and goes on firing until those are good', () => {
    const { state } = run(TWO_OF_THREE, ['bad', 'bad', 'good']);
    const ofNew = stepAlert(TWO_OF_THREE, state, { version: 2, windowMs: 1, verdict: 'good' });
    expect(ofNew).toMatchObject({ step: 'none', state: { standing: 'firing', version: 2, recent: [false] } });
    expect(stepAlert(TWO_OF_THREE, ofNew.state, { version: 2, windowMs: 2, verdict: 'good' }).step).toBe('resolved');
  });
});
