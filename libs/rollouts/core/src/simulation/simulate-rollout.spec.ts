import type { MetricRule } from '../judging/metric-rule';
import { aPolicy, aRollout } from '../rollout.builder';
import { NO_DIFFERENCE, simulateRollout, type WorldLaw } from './simulate-rollout';

/** The full runs, by a command: tools/oracles/rollouts/simulated-worlds.ts. */
const ROLLOUTS = 24;
const LOSS: MetricRule = { metric: 'log_loss', role: 'guardrail', margin: 0 };
const ERRORS: MetricRule = { metric: 'error_rate', role: 'gate', margin: 0.01, tuningN: 500 };

function ends(law: Partial<WorldLaw>, metrics: readonly MetricRule[], minimumStepPredictions = 250) {
  const policy = aPolicy({ metrics, minimumStepPredictions, tuningN: 500 });
  const world = { ...NO_DIFFERENCE, ...law };
  return Array.from({ length: ROLLOUTS }, (_, seed) => simulateRollout(aRollout({ policy }), world, seed + 1));
}
const rolledBack = (walks: ReturnType<typeof ends>) => walks.filter(({ end }) => end === 'rolled_back');

describe('rollouts in simulated worlds', () => {
  it('without any difference and without margins are seldom rolled back in a hundred looks', () => {
    const guardrails: MetricRule[] = [LOSS, { ...ERRORS, role: 'guardrail', margin: 0 }];
    const walks = ends({ requestsALook: 60 }, guardrails, 1e9);
    expect(rolledBack(walks).length / ROLLOUTS).toBeLessThanOrEqual(0.1);
    expect(walks.filter(({ end }) => end === 'open').map(({ looks }) => looks)).toContain(100);
  });

  it('with a doubled error rate go back, having met few requests', () => {
    const walks = ends({ candidateErrorRate: 0.08, championErrorRate: 0.04 }, [ERRORS]);
    expect(rolledBack(walks)).toHaveLength(ROLLOUTS);
    const served = walks.map(({ candidateAsked }) => candidateAsked).sort((a, b) => a - b);
    expect(served[ROLLOUTS / 2]).toBeLessThan(2_000);
  });

  it('that lose 0.05 of the area under the curve go back before half of the requests', () => {
    const walks = ends({ candidateAuc: 0.75, requestsALook: 100 }, [{ metric: 'auc', role: 'gate', margin: 0.01 }]);
    expect(rolledBack(walks)).toHaveLength(ROLLOUTS);
    for (const { highestSharePercent } of walks) expect(highestSharePercent).toBeLessThan(50);
  });

  it('are better and walk all steps to champion', () => {
    const [walk] = ends({ championAuc: 0.75, candidateAuc: 0.8, championErrorRate: 0, candidateErrorRate: 0 }, [
      { ...LOSS, role: 'gate', margin: 0.03 },
      ERRORS,
    ]);
    expect(walk).toMatchObject({ end: 'promoted', steps: [25, 50, 100].map((sharePercent) => ({ sharePercent })) });
  });

  it('are the same again with the same seed', () => {
    const [a, b] = [1, 2].map(() => simulateRollout(aRollout(), NO_DIFFERENCE, 7));
    expect(a).toEqual(b);
  });
});
