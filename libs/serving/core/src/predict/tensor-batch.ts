import type { Signature } from '@plumbline/registry-core';
import type { Tensor } from '../open-inference/datatype';
import { tensorRows } from '../open-inference/tensor-rows';
import type { BatchScores } from '../output/batch-scores';
import { isAnswered, labelOf, rowAnswers, scoreOf, type RowAnswer } from '../output/row-answer';
import type { PredictionRecord } from './prediction-record';
import type { OtherScore } from './score-others';

/** The rows of a request by tensors, and what the events of all of them say. */
export interface TensorBatch extends Pick<
  PredictionRecord,
  'predictionId' | 'model' | 'version' | 'subject' | 'servedAt' | 'holdout' | 'rollout'
> {
  readonly rows: number;
  readonly signature: Signature;
  readonly tensors: readonly Tensor[];
  readonly scores: BatchScores;
}

/** Row i of several is `<id>:<i>`: an outcome names it, and the answer need not list them all. */
export const rowId = (predictionId: string, row: number, rows: number): string =>
  rows === 1 ? predictionId : `${predictionId}:${row}`;

const rowsOfTensor = ({ values, ...tensor }: Tensor, rows: number, from: number, to: number): Tensor => {
  const width = values.length / rows;
  return { ...tensor, values: values.slice(from * width, to * width) };
};

function rowsOfScores({ scores, classScores }: BatchScores, from: number, to: number): BatchScores {
  const classes = classScores ? classScores.length / scores.length : 0;
  return {
    scores: scores.subarray(from, to),
    ...(classScores && { classScores: classScores.subarray(from * classes, to * classes) }),
  };
}

/**
 * One record a row from `from` up to `to`. A row whose score is not finite, or no probability, is answered as the graph
 * answered it; there is nothing to monitor in it, and it has no record.
 */
export function recordsOfBatch(
  batch: TensorBatch,
  { from = 0, to = batch.rows, others = [] }: { from?: number; to?: number; others?: readonly OtherScore[][] } = {},
): PredictionRecord[] {
  const { signature, rows, predictionId, model, version, subject, servedAt, holdout, rollout } = batch;
  const tensors = batch.tensors.map((tensor) => rowsOfTensor(tensor, rows, from, to));
  const answers = rowAnswers(rowsOfScores(batch.scores, from, to));
  return tensorRows(signature, tensors, to - from).flatMap((features, i): PredictionRecord[] => {
    const answer = answers[i] as RowAnswer;
    const score = scoreOf(signature, answer);
    if (!isAnswered(signature, score)) return [];
    const otherScores = others[from + i] ?? [];
    return [
      {
        ...{ predictionId: rowId(predictionId, from + i, rows), model, version, subject, features, score },
        ...{ label: labelOf(signature, answer), servedAt, holdout, rollout },
        ...(otherScores.length > 0 && { otherScores }),
      },
    ];
  });
}
