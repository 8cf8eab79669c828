/**
 * How often rollouts end rightly in worlds of known law, with the default policy and with harsher ones.
 * Run: npx esbuild tools/oracles/rollouts/simulated-worlds.ts --bundle --platform=node --outfile=tmp/simulated-worlds.cjs
 *      node tmp/simulated-worlds.cjs [rollouts=1000]
 */
import { defaultPolicy } from '../../../libs/contracts/src/policies/policies';
import type { MetricRule } from '../../../libs/rollouts/core/src/judging/metric-rule';
import { startedRules } from '../../../libs/rollouts/core/src/judging/started-rules';
import { aRollout } from '../../../libs/rollouts/core/src/rollout.builder';
import type { RolloutPolicy } from '../../../libs/rollouts/core/src/rollout';
import {
  NO_DIFFERENCE,
  simulateRollout,
  type WorldLaw,
} from '../../../libs/rollouts/core/src/simulation/simulate-rollout';

const rollouts = Number(process.argv[2] ?? 1_000);
const base = defaultPolicy('rollout');
const withMetrics = (
  metrics: readonly MetricRule[] | undefined,
  change: Partial<RolloutPolicy> = {},
): RolloutPolicy => {
  const policy = { ...base, ...change, ...(metrics && { metrics }) } as RolloutPolicy;
  return { ...policy, metrics: startedRules(policy, 'probability') };
};

const NO_MARGIN: MetricRule[] = [
  { metric: 'log_loss', role: 'guardrail', margin: 0 },
  { metric: 'error_rate', role: 'guardrail', margin: 0 },
];
/** Steps so long that a rollout without a verdict has all its hundred looks. */
const LASTS = { minimumStepPredictions: 1e9 };
const WORLDS: readonly { name: string; law: WorldLaw; policy: RolloutPolicy }[] = [
  { name: 'no difference, default policy', law: NO_DIFFERENCE, policy: withMetrics(undefined, LASTS) },
  { name: 'no difference, no margins', law: NO_DIFFERENCE, policy: withMetrics(NO_MARGIN, LASTS) },
  {
    name: 'no difference, no margins, 0.1 % errors',
    law: { ...NO_DIFFERENCE, championErrorRate: 0.001, candidateErrorRate: 0.001 },
    policy: withMetrics(NO_MARGIN, LASTS),
  },
  {
    name: 'no difference, three guardrails without margins',
    law: { ...NO_DIFFERENCE, requestsALook: 40 },
    policy: withMetrics([...NO_MARGIN, { metric: 'auc', role: 'guardrail', margin: 0 }], LASTS),
  },
  ...[0.01, 0.02, 0.05].map((rate) => ({
    name: `error rate doubled from ${100 * rate} %, default policy`,
    law: { ...NO_DIFFERENCE, championErrorRate: rate, candidateErrorRate: 2 * rate, looks: 800 },
    policy: withMetrics(undefined),
  })),
  ...[0.02, 0.05].map((rate) => ({
    name: `error rate doubled from ${100 * rate} %, not paired, margin 0.005, no labels`,
    law: { ...NO_DIFFERENCE, championErrorRate: rate, candidateErrorRate: 2 * rate, looks: 800, paired: false },
    policy: { ...withMetrics(undefined), metrics: [{ metric: 'error_rate', role: 'gate', margin: 0.005 } as const] },
  })),
  {
    name: 'AUC 0.80 to 0.75, default policy',
    law: { ...NO_DIFFERENCE, candidateAuc: 0.75, requestsALook: 100 },
    policy: withMetrics(undefined),
  },
  {
    name: 'AUC 0.80 to 0.75, gate on AUC with margin 0.01',
    law: { ...NO_DIFFERENCE, candidateAuc: 0.75, requestsALook: 100 },
    policy: withMetrics([{ metric: 'auc', role: 'gate', margin: 0.01 }]),
  },
];

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

for (const { name, law, policy } of WORLDS.filter((world) => world.name.includes(process.argv[3] ?? ''))) {
  const begin = aRollout({ policy, sharePercent: policy.steps[0] ?? 0 });
  const ends = Array.from({ length: rollouts }, (_, seed) => simulateRollout(begin, law, seed + 1));
  const back = ends.filter(({ end }) => end === 'rolled_back');
  const share = (count: number) => Number((count / rollouts).toFixed(4));
  const report = {
    name,
    rolledBack: share(back.length),
    rolledBackBefore50: share(back.filter(({ highestSharePercent }) => highestSharePercent < 50).length),
    promoted: share(ends.filter(({ end }) => end === 'promoted').length),
    paused: share(ends.filter(({ end }) => end === 'paused').length),
    open: share(ends.filter(({ end }) => end === 'open').length),
    medianRequestsToCandidate: median(back.map(({ candidateAsked }) => candidateAsked)),
    medianLooks: median(back.map(({ looks }) => looks)),
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
