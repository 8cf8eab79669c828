import type { Signature } from '@plumbline/registry-core';
import type { BatchScores } from './batch-scores';

/** One row of `BatchScores`: the score, or the scores of all classes. A plain number needs no object. */
export type RowAnswer = number | Float64Array;

export function rowAnswers({ scores, classScores }: BatchScores): ArrayLike<RowAnswer> {
  if (classScores === undefined || scores.length === 0) return scores;
  const classes = classScores.length / scores.length;
  return Array.from(scores, (_, row) => classScores.subarray(row * classes, (row + 1) * classes));
}

/** Index of the largest; the first of equals, as numpy.argmax. */
function mostProbable(probabilities: Float64Array): number {
  let best = 0;
  for (let k = 1; k < probabilities.length; k++) {
    if ((probabilities[k] as number) > (probabilities[best] as number)) best = k;
  }
  return best;
}

/**
 * The number that the event keeps: a probability or value. A multiclass model that gives only labels has none; its rows
 * all get 1, and their label tells them apart. Not finite where the model has no answer.
 */
export function scoreOf({ task }: Signature, answer: RowAnswer): number {
  if (typeof answer !== 'number') return Math.max(...answer);
  return task === 'multiclass' && Number.isFinite(answer) ? 1 : answer;
}

/** Binary: at the signature's threshold. Multiclass: the most probable. Undefined for regression. */
export function labelOf({ task, output }: Signature, answer: RowAnswer): string | undefined {
  if (task === 'regression') return undefined;
  if (task === 'multiclass') return output.classes[typeof answer === 'number' ? answer : mostProbable(answer)];
  const positive = output.positiveClass ?? output.classes[output.scoreColumn] ?? '1';
  const score = typeof answer === 'number' ? answer : NaN;
  // A model that gives only labels has decided already.
  if (output.kind === 'label' ? score === 1 : score >= output.threshold) return positive;
  return output.classes.find((name) => name !== positive) ?? (positive === '0' ? '1' : '0');
}

/** By class name; undefined where the model gives none. */
export function probabilitiesOf({ output }: Signature, answer: RowAnswer): Record<string, number> | undefined {
  if (typeof answer === 'number') return undefined;
  return Object.fromEntries(output.classes.map((name, k) => [name, answer[k] as number]));
}

/** Finite, and a probability where classes are scored: what a prediction and its event can hold. */
export const isAnswered = ({ task }: Signature, score: number): boolean =>
  task === 'regression' ? Number.isFinite(score) : score >= 0 && score <= 1;
