/** Structurally the `retraining` policy of the contracts. */
export interface RetrainingPolicy {
  readonly enabled: boolean;
  readonly triggers: readonly string[];
  /** Labels recorded since the last run's snapshot. */
  readonly minimumNewLabels: number;
  /** Predictions recorded since the last run was started. */
  readonly cooldownPredictions: number;
  readonly cooldownMs: number;
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
  readonly openRolloutId: string | null;
  readonly runs: number;
  readonly lastStartedAt: Date | null;
  readonly newLabels: number;
  readonly newPredictions: number;
}

export type TriggerVerdict =
  { readonly action: 'run' } | { readonly action: 'suppress'; readonly rule: string; readonly reason: string };

/**
 * Should this trigger start a run? Pure. A person overrides the cool-down, the number of new labels and the budget, never
 * the rule of one open run and one open rollout a model: two at once would judge each other's work.
 */
export function considerTrigger(
  trigger: string,
  state: TriggerState,
  policy: RetrainingPolicy,
  now: Date,
): TriggerVerdict {
  const suppress = (rule: string, reason: string): TriggerVerdict => ({ action: 'suppress', rule, reason });
  if (!state.hasChampion) return suppress('no_champion', 'The model has no champion yet: promote a first version.');
  if (state.openRunId) return suppress('open_run', `Run ${state.openRunId} is not finished.`);
  if (state.openRolloutId) return suppress('open_rollout', `Rollout ${state.openRolloutId} is not decided.`);
  if (trigger === 'person') return { action: 'run' };
  if (!policy.enabled) return suppress('disabled', 'Automatic retraining is switched off by the policy.');
  if (!policy.triggers.includes(trigger)) return suppress('trigger_off', `The policy does not retrain on ${trigger}.`);
  if (state.runs >= policy.budgetRuns) return suppress('budget', `The budget of ${policy.budgetRuns} runs is used up.`);
  if (state.newLabels < policy.minimumNewLabels)
    return suppress('few_labels', `${state.newLabels} of ${policy.minimumNewLabels} new labels since the last run.`);
  if (state.lastStartedAt) {
    if (state.newPredictions < policy.cooldownPredictions)
      return suppress(
        'cooldown',
        `${state.newPredictions} of ${policy.cooldownPredictions} predictions since the last run.`,
      );
    const elapsedMs = now.getTime() - state.lastStartedAt.getTime();
    if (elapsedMs < policy.cooldownMs)
      return suppress('cooldown', `${Math.ceil((policy.cooldownMs - elapsedMs) / 1000)} s of the cool-down are left.`);
  }
  return { action: 'run' };
}
