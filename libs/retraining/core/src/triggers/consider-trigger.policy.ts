/** Structurally the `retraining` policy of the contracts. */
export interface RetrainingPolicy {
  readonly enabled: boolean;
  readonly triggers: readonly string[];
  /** Labels recorded since the last run's snapshot. */
  readonly minimumNewLabels: number;
  /** Predictions recorded since the last run was started. */
  readonly cooldownPredictions: number;
  /** The shorter cool-down when the realised loss is at least `urgentRatio` times the expected one. */
  readonly urgentCooldownPredictions: number;
  readonly urgentRatio: number;
  readonly cooldownMs: number;
  /** A rollout still undecided after so many predictions may be superseded. */
  readonly supersedeRolloutAfter: number;
  readonly budgetRuns: number;
  readonly slidingRows: number;
  /** Rows lose half their weight every so many rows of age; 0: all weigh the same. */
  readonly halfLifeRows: number;
  readonly holdoutRecentRows: number;
  /** Share of those recent rows that is held out, 0..1. */
  readonly holdoutShare: number;
  readonly trainer: 'boosting' | 'logistic';
  readonly parameters: Readonly<Record<string, number>>;
  readonly action: 'register' | 'canary';
}

export interface TriggerState {
  readonly hasChampion: boolean;
  readonly openRunId: string | null;
  readonly openRollout: { readonly id: string; readonly predictions: number } | null;
  readonly runs: number;
  readonly lastStartedAt: Date | null;
  readonly newLabels: number;
  readonly newPredictions: number;
}

export interface Trigger {
  readonly kind: string;
  /** Realised loss over the loss expected at birth, where the trigger knows it. */
  readonly lossRatio?: number;
}

export type TriggerVerdict =
  { readonly action: 'run' } | { readonly action: 'suppress'; readonly rule: string; readonly reason: string };

const suppress = (rule: string, reason: string): TriggerVerdict => ({ action: 'suppress', rule, reason });

/**
 * Should this trigger start a run? Pure. A person overrides the cool-down, the number of new labels and the budget, never
 * the rule of one open run and one open rollout a model: two at once would judge each other's work.
 */
export function considerTrigger(
  trigger: Trigger,
  state: TriggerState,
  policy: RetrainingPolicy,
  now: Date,
): TriggerVerdict {
  if (!state.hasChampion) return suppress('no_champion', 'The model has no champion yet: promote a first version.');
  if (state.openRunId) return suppress('open_run', `Run ${state.openRunId} is not finished.`);
  if (state.openRollout && state.openRollout.predictions < policy.supersedeRolloutAfter)
    return suppress('open_rollout', `Rollout ${state.openRollout.id} is not decided.`);
  if (trigger.kind === 'person') return { action: 'run' };
  return considerAutomatic(trigger, state, policy, now);
}

function considerAutomatic(
  { kind, lossRatio = 0 }: Trigger,
  state: TriggerState,
  policy: RetrainingPolicy,
  now: Date,
): TriggerVerdict {
  if (!policy.enabled) return suppress('disabled', 'Automatic retraining is switched off by the policy.');
  if (!policy.triggers.includes(kind)) return suppress('trigger_off', `The policy does not retrain on ${kind}.`);
  if (state.runs >= policy.budgetRuns) return suppress('budget', `The budget of ${policy.budgetRuns} runs is used up.`);
  if (state.newLabels < policy.minimumNewLabels)
    return suppress('few_labels', `${state.newLabels} of ${policy.minimumNewLabels} new labels since the last run.`);
  if (!state.lastStartedAt) return { action: 'run' };
  const urgent = lossRatio >= policy.urgentRatio;
  const cooldown = urgent ? policy.urgentCooldownPredictions : policy.cooldownPredictions;
  if (state.newPredictions < cooldown)
    return suppress('cooldown', `${state.newPredictions} of ${cooldown} predictions since the last run.`);
  const leftMs = policy.cooldownMs - (now.getTime() - state.lastStartedAt.getTime());
  return leftMs > 0
    ? suppress('cooldown', `${Math.ceil(leftMs / 1000)} s of the cool-down are left.`)
    : { action: 'run' };
}
