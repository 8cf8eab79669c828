import type { OpenRollout } from './rollout-route';
import { RoutingTable, versionsOf, weightsOf, type ModelRoute } from './routing-table';

const rollout: OpenRollout = {
  id: 'r1',
  state: 'running',
  championVersion: 1,
  candidateVersion: 2,
  sharePercent: 30,
  salt: 's',
  paired: true,
};
const route = (change: Partial<OpenRollout> | null, championVersion: number | null = 1): ModelRoute => ({
  model: 'bank',
  championVersion,
  rollout: change && { ...rollout, ...change },
});
const subjects = Array.from({ length: 400 }, (_, i) => `c${i}`);
const versionsServed = (one: ModelRoute) => {
  const table = new RoutingTable([one]);
  return new Set(subjects.map((subject) => table.route('bank', subject).version));
};

describe('RoutingTable', () => {
  it('routes everybody to the champion when no rollout runs', () => {
    expect(new RoutingTable([route(null)]).route('bank', 'c1')).toEqual({ version: 1, alsoScore: [] });
  });

  it.each(['running', 'paused', 'promoting'])('splits while a rollout is %s', (state) => {
    expect(versionsServed(route({ state }))).toEqual(new Set([1, 2]));
  });

  it.each(['promoted', 'rolled_back', 'aborted', 'superseded'])('does not split when a rollout is %s', (state) => {
    expect(versionsServed(route({ state }))).toEqual(new Set([1]));
    expect(versionsOf(route({ state }))).toEqual([1]);
  });

  it('names arm, rollout and the other version to score', () => {
    const table = new RoutingTable([route({ sharePercent: 50 })]);
    const decisions = subjects.map((subject) => table.route('bank', subject));
    for (const decision of decisions) {
      const isCandidate = decision.version === 2;
      expect(decision.rollout).toEqual({ id: 'r1', arm: isCandidate ? 'candidate' : 'champion' });
      expect(decision.alsoScore).toEqual([isCandidate ? 1 : 2]);
    }
  });

  it('scores one version only when the rollout is not paired', () => {
    expect(new RoutingTable([route({ paired: false })]).route('bank', 'c1').alsoScore).toEqual([]);
  });

  it('ends the split at once when the champion is changed', () => {
    const promoted = route({ state: 'promoting', sharePercent: 100 }, 2);
    expect(versionsServed(promoted)).toEqual(new Set([2]));
    expect(new RoutingTable([promoted]).route('bank', 'c1')).toEqual({ version: 2, alsoScore: [] });
  });

  it('tells an unknown model from one without a champion', () => {
    const table = new RoutingTable([route(null, null)]);
    expect(() => table.route('bank', 'c1')).toThrow(
      expect.objectContaining({ code: 'no_champion', kind: 'unavailable' }),
    );
    expect(() => table.route('other', 'c1')).toThrow(expect.objectContaining({ code: 'model_not_found' }));
  });

  it('gives the weights of both versions', () => {
    expect(weightsOf(route({}))).toEqual([
      { version: 1, weightPercent: 70 },
      { version: 2, weightPercent: 30 },
    ]);
    expect(weightsOf(route(null))).toEqual([{ version: 1, weightPercent: 100 }]);
  });
});
