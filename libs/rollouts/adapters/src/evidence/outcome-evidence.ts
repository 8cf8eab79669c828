import {
  challengersOf,
  ruleKey,
  rulesOf,
  type Comparison,
  type MetricRule,
  type OutcomeEvidence,
  type Rollout,
} from '@plumbline/rollouts-core';
import { isArmMetric, selectArms } from './arm-comparison';
import { selectCompared } from './compared-versions';
import { isPairedMetric, selectAuc, selectPaired, selectSelectionGap, type PairedQuestion } from './paired-comparison';
import type { Queryable } from './queryable';

/** What outcomes and scores say, of the metrics that the rollout judges and for each version that is judged. */
export async function selectOutcomes(db: Queryable, rollout: Rollout): Promise<Map<number, OutcomeEvidence>> {
  const byVersion = new Map<number, OutcomeEvidence>();
  for (const { version } of challengersOf(rollout)) byVersion.set(version, await ofVersion(db, rollout, version));
  return byVersion;
}

async function ofVersion(db: Queryable, rollout: Rollout, version: number): Promise<OutcomeEvidence> {
  const rules = rulesOf(rollout.policy).filter((rule) => isAskedHere(rule, rollout));
  if (rules.length === 0) return new Map();
  const question: PairedQuestion = { rollout, version, versions: await selectCompared(db, rollout, version) };
  const known = await Promise.all(
    rules.map(async (rule) => [ruleKey(rule), await compare(db, question, rule)] as const),
  );
  return new Map(known);
}

/** What serving counts, and log loss row by row, come from elsewhere. */
const isAskedHere = ({ metric }: MetricRule, { strategy }: Rollout): boolean =>
  metric === 'log_loss'
    ? strategy === 'ab'
    : isArmMetric(metric) || isPairedMetric(metric) || metric === 'auc' || metric === 'selection_gap';

async function compare(db: Queryable, question: PairedQuestion, rule: MetricRule): Promise<Comparison> {
  const { rollout, version, versions } = question;
  const { metric, attribute } = rule;
  const isPaired = rollout.policy.paired && rollout.strategy !== 'ab';
  if (metric === 'auc') return selectAuc(db, question);
  if (metric === 'selection_gap') return selectSelectionGap(db, question, attribute ?? '');
  // A version that answers labels leaves no score of the row beside: its accuracy is that of its own answers.
  if (isPairedMetric(metric) && isPaired && (metric !== 'accuracy' || versions.isProbability))
    return selectPaired(db, question, metric);
  if (isArmMetric(metric)) return selectArms(db, rollout, version, metric);
  return { champion: null, candidate: null, difference: undefined };
}
