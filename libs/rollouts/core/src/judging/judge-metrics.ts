import type { MetricVerdict, Rollout } from '../rollout';
import { challengersOf } from '../strategies/challengers';
import type { Comparison, RolloutEvidence } from '../comparisons/evidence';
import { judgeDifference } from './judge-difference';
import { judgeLatency } from './judge-latency';
import { directionOf, ruleKey, type MetricRule } from './metric-rule';
import { rulesOf } from './started-rules';
import { servingRate } from '../comparisons/serving-comparison';
import { NOTHING_COUNTED } from '../comparisons/stratified-difference';

const QUANTILES = { latency_p50: 0.5, latency_p95: 0.95, latency_p99: 0.99 } as const;
const UNPAIRED_TUNING_N = 5_000;
const MINIMUM_OBSERVATIONS = 100;
/** Harm is accepted as a share of the champion's value: the unit is the target's own. */
const RELATIVE: ReadonlySet<string> = new Set(['absolute_error']);

interface Question {
  readonly rollout: Rollout;
  readonly evidence: RolloutEvidence;
  readonly rule: MetricRule;
  readonly version: number;
  /** Chance of a false 'worse' over the whole rollout, already shared among arms. */
  readonly alpha: number;
}

/** Every rule for every arm. The chance of a false verdict is shared among arms, so that more of them raise no more alarms. */
export function judgeMetrics(rollout: Rollout, evidence: RolloutEvidence): MetricVerdict[] {
  const arms = challengersOf(rollout);
  return arms.flatMap(({ name, version }) =>
    rulesOf(rollout.policy).map((rule) => {
      const alpha = (rule.alpha ?? rollout.policy.alpha) / arms.length;
      const verdict = judgeOne({ rollout, evidence, rule, version, alpha });
      return arms.length > 1 ? { ...verdict, arm: name } : verdict;
    }),
  );
}

function judgeOne(question: Question): MetricVerdict {
  const { metric } = question.rule;
  switch (metric) {
    case 'latency_p50':
    case 'latency_p95':
    case 'latency_p99':
      return latency(question, QUANTILES[metric]);
    default:
      return difference(question);
  }
}

function difference(question: Question): MetricVerdict {
  const { rollout, rule, alpha } = question;
  const isPairedLoss = rule.metric === 'log_loss' && rollout.strategy !== 'ab';
  const minimumN = rule.minimumObservations ?? (isPairedLoss ? rollout.policy.minimumLabelled : MINIMUM_OBSERVATIONS);
  const comparison = comparisonOf(question);
  const margin = RELATIVE.has(rule.metric) ? rule.margin * (comparison.champion ?? 0) : rule.margin;
  const tuningN = rule.tuningN ?? (isPairedLoss ? rollout.policy.tuningN : UNPAIRED_TUNING_N);
  const sequence = { margin, direction: directionOf(rule.metric), alpha, tuningN, minimumObservations: minimumN };
  const unit = isPairedLoss ? 'rows labelled after the candidate was frozen' : 'observations';
  return {
    metric: ruleKey(rule),
    role: rule.role,
    ...judgeDifference(comparison, sequence),
    rule: `${TITLES[rule.metric]}, ${percent(1 - alpha)} confidence sequence, margin ${rule.margin}${RELATIVE.has(rule.metric) ? " of the champion's" : ''}, at least ${minimumN} ${unit}`,
    minimumN,
  };
}

function comparisonOf({ rollout, evidence, rule, version }: Question): Comparison {
  const sides = { championVersion: rollout.championVersion, version };
  if (rule.metric === 'error_rate') return servingRate(evidence.serving, 'failed', sides);
  if (rule.metric === 'data_errors') return servingRate(evidence.serving, 'invalid', sides);
  if (rule.metric !== 'log_loss' || rollout.strategy === 'ab')
    return evidence.outcomes.get(version)?.get(ruleKey(rule)) ?? NOTHING_COUNTED;
  const { n, meanDifference, varianceOfDifference, championLogLoss, candidateLogLoss } = evidence.paired;
  const estimate = { estimate: meanDifference, standardError: Math.sqrt(varianceOfDifference / n), observations: n };
  return { champion: championLogLoss, candidate: candidateLogLoss, difference: n > 0 ? estimate : undefined };
}

/** Of the present step alone, since hours differ in load: the chance of a false verdict is shared among the steps. */
function latency({ rollout, evidence, rule, version, alpha }: Question, quantile: number): MetricVerdict {
  const minimumN = rule.minimumObservations ?? MINIMUM_OBSERVATIONS;
  const perStep = alpha / Math.max(1, rollout.strategy === 'canary' ? rollout.policy.steps.length : 1);
  const counts = evidence.serving.filter(({ stepIndex }) => stepIndex === rollout.stepIndex);
  const sequence = { quantile, margin: rule.margin, alpha: perStep, minimumObservations: minimumN };
  return {
    metric: ruleKey(rule),
    role: rule.role,
    ...judgeLatency(
      counts,
      { championVersion: rollout.championVersion, version },
      { ...sequence, tuningN: rule.tuningN ?? UNPAIRED_TUNING_N },
    ),
    rule: `${TITLES[rule.metric]} of this step in ms, from sketches within 1 %, ${percent(1 - perStep)} confidence sequence, margin ${percent(rule.margin)} of the champion's, at least ${minimumN} runs a side`,
    minimumN,
    neededN: null,
  };
}

const percent = (share: number): string => `${Number((100 * share).toFixed(2))} %`;

const TITLES: Readonly<Record<MetricRule['metric'], string>> = {
  log_loss: 'difference of log loss',
  accuracy: 'difference of accuracy',
  auc: 'difference of the area under the ROC curve on the same rows',
  absolute_error: 'difference of the mean absolute error',
  business_value: 'difference of the mean value of outcomes',
  score_difference: 'mean distance of both scores of a row',
  label_flips: 'share of rows that would get another label',
  selection_gap: "growth of the gap between the groups' selection rates",
  error_rate: 'difference of the share of rows that could not be scored',
  data_errors: 'difference of the share of rows that were not taken',
  latency_p50: 'median run time',
  latency_p95: '95th percentile of the run time',
  latency_p99: '99th percentile of the run time',
};
