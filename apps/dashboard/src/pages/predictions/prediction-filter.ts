import type { PredictionView } from '@plumbline/contracts';

export type OutcomeState = 'waiting' | 'right' | 'wrong' | 'known';

/** Right or wrong only where the model decided for a label; a score alone is neither. */
export function outcomeState({ outcome, label }: Pick<PredictionView, 'outcome' | 'label'>): OutcomeState {
  if (!outcome) return 'waiting';
  if (label === null) return 'known';
  return outcome.label === label ? 'right' : 'wrong';
}

export const OUTCOME_FILTERS: readonly { key: string | undefined; label: string }[] = [
  { key: undefined, label: 'All' },
  { key: 'waiting', label: 'Waiting for the outcome' },
  { key: 'wrong', label: 'Wrong' },
  { key: 'right', label: 'Right' },
];

export const keepPredictions = (
  predictions: readonly PredictionView[],
  outcome: string | undefined,
): PredictionView[] =>
  predictions.filter((prediction) => outcome === undefined || outcomeState(prediction) === outcome);
