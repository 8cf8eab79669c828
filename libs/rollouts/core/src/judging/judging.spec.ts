import { addDuration, emptySketch, oneSidedHalfWidth, storedSketch } from '@plumbline/stats';
import { aPolicy, aRollout, someEvidence } from '../rollout.builder';
import type { ServingCounts } from '../comparisons/evidence';
import { observationsNeeded } from './judge-difference';
import { judgeMetrics } from './judge-metrics';
import type { MetricRule } from './metric-rule';
import { answersOf, startedRules } from './started-rules';
import { refuseUnknowable } from './refuse-unknowable';
import { timeLeft } from './time-left';

const counts = (change: Partial<ServingCounts>): ServingCounts => ({
  ...{ stepIndex: 0, version: 1, role: 'answering', asked: 0, failed: 0, invalid: 0, latency: [] },
  ...change,
});

describe('latency', () => {
  const runs = (version: number, ms: (i: number) => number, change: Partial<ServingCounts> = {}) => {
    const sketch = emptySketch();
    for (let i = 0; i < 4_000; i++) addDuration(sketch, ms(i));
    return counts({ version, asked: 4_000, latency: [storedSketch(sketch)], ...change });
  };
  const rules = [{ metric: 'latency_p95', role: 'guardrail', margin: 0.25 } as const];
  const judged = (candidateMs: (i: number) => number, change: Partial<ServingCounts> = {}) => {
    const serving = [runs(1, (i) => 1 + (i % 100) / 100), runs(2, candidateMs, change)];
    return judgeMetrics(aRollout({ policy: aPolicy({ metrics: rules }) }), someEvidence({ serving }))[0];
  };

  it.each([
    ['worse', 2],
    ['not_worse', 1],
    ['better', 0.5],
    ['not_enough_evidence', 1.25],
  ])('is %s at %f times the run time, with a margin of a quarter', (verdict, factor) => {
    expect(judged((i) => factor * (1 + (i % 100) / 100))).toMatchObject({ verdict });
  });

  it('is judged by the runs that answered, of this step', () => {
    expect(judged(() => 50, { role: 'beside' })).toMatchObject({ verdict: 'worse' });
    expect(judged(() => 50, { stepIndex: 3 })).toMatchObject({ verdict: 'not_enough_evidence', difference: { n: 0 } });
  });
});

describe('what is needed and how long it takes', () => {
  const rule = {
    margin: 0.03,
    direction: 'lower_is_better',
    alpha: 0.05,
    tuningN: 5_000,
    minimumObservations: 100,
  } as const;
  it('is the count at which the metric would be within its margin, or never', () => {
    const evidence = { estimate: 0, standardError: 0.02, observations: 1_000 };
    const needed = observationsNeeded(evidence, rule) as number;
    const halfWidth = (n: number) => oneSidedHalfWidth(n, rule) * 0.02 * Math.sqrt(1_000 / n);
    expect([halfWidth(needed) < 0.03, halfWidth(needed - 1) < 0.03]).toEqual([true, false]);
    expect(observationsNeeded({ ...evidence, estimate: 0.04 }, rule)).toBeNull();
  });
  it.each([
    [100, 400, ' At the present rate that takes about 3 hours.'],
    [100, null, ' At the present difference that never happens.'],
    [0, 100, ' Nothing has come yet that an estimate could be made from.'],
    [100, 101, ' At the present rate that takes about 1 minute.'],
    [1, 100, ' At the present rate that takes about 5 days.'],
  ])('from %d towards %p in an hour reads %j', (n, needed, words) => {
    expect(timeLeft(n, needed, 3_600_000)).toBe(words);
  });
});

describe('the rules of a rollout', () => {
  const kinds = [
    ['binary', undefined, 'log_loss'],
    ['binary', 'label', 'accuracy'],
    ['multiclass', 'score', 'accuracy'],
    ['regression', 'score', 'absolute_error'],
  ] as const;
  it.each(kinds)('of a %s model with output %p start with %s', (task, kind, metric) => {
    const answers = answersOf({ task, output: { kind } });
    expect(startedRules(aPolicy(), answers)).toMatchObject([{ metric, role: 'guardrail' }]);
  });

  it('take a rule of the list in place of the one for log loss', () => {
    const own: MetricRule = { metric: 'log_loss', role: 'signal', margin: 0.1 };
    expect(startedRules(aPolicy({ metrics: [own] }), 'probability')).toEqual([own]);
  });

  it.each([
    ['auc', 'canary', 'regression'],
    ['label_flips', 'ab', 'probability'],
    ['latency_p99', 'blue-green', 'probability'],
    ['accuracy', 'shadow', 'multiclass'],
    ['selection_gap', 'canary', 'probability'],
  ] as const)('refuse %s as a gate of a %s with answers %s: it would hold for ever', (metric, strategy, answers) => {
    const policy = (role: MetricRule['role']) => aPolicy({ metrics: [{ metric, role, margin: 0 }] });
    expect(() => refuseUnknowable(policy('gate'), { strategy, answers })).toThrow(`${metric} cannot be a gate here`);
    expect(() => refuseUnknowable(policy('dry_run'), { strategy, answers })).not.toThrow();
  });
});
