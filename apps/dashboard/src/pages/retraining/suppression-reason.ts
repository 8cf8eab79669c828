const WORDS: Readonly<Record<string, string>> = {
  no_champion: 'The model has no champion yet.',
  open_run: 'Another run was not finished.',
  open_rollout: 'A rollout was not decided: two at once would judge each other.',
  disabled: 'Automatic retraining is switched off by the policy.',
  trigger_off: 'The policy does not retrain on this trigger.',
  budget: 'The budget of runs is used up.',
  few_labels: 'Too few new labels since the last run: it would learn nothing new.',
  cooldown: 'The cool-down after the last run was not over.',
};

/** A rule's name in plain words; a sentence of the server stays as it is. */
export const suppressionReason = (reason: string): string => WORDS[reason] ?? reason;
