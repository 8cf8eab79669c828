import type { FieldProblem } from '@plumbline/problem';
import type { Signature } from './signature';

/** float32 sums of hundreds of trees stray so far beyond 0 and 1. */
export const PROBABILITY_TOLERANCE = 1e-5;

const isProbability = (score: number): boolean => score >= -PROBABILITY_TOLERANCE && score <= 1 + PROBABILITY_TOLERANCE;

/**
 * Whether what the model answered on trial rows is what its signature says: probabilities for classes, finite numbers for
 * a regression. Log-odds served as probabilities would be refused by the monitor row by row, so they are refused here.
 * @returns at most one problem; empty when the answers fit
 */
export function answerProblems(
  { task, output }: Signature,
  answers: { readonly scores: Float64Array; readonly classScores?: Float64Array },
): FieldProblem[] {
  if (task === 'regression' || output.kind === 'label') return [];
  // A row without an answer is another matter: some rows of any model have none.
  const found = (answers.classScores ?? answers.scores).find(
    (score) => Number.isFinite(score) && !isProbability(score),
  );
  if (found === undefined) return [];
  const fix =
    output.transform === undefined
      ? `If these are log-odds, say "scoreTransform": "${task === 'multiclass' ? 'softmax' : 'sigmoid'}"; if another output holds the probability, name it in "scoreOutput"; if the number is no probability at all, say "task": "regression"`
      : 'Take the transform out, or name another output in "scoreOutput"';
  const detail = `${output.scoreTensor} answered ${found}, which is no probability. ${fix}`;
  return [{ pointer: '/manifest/scoreTransform', detail }];
}
