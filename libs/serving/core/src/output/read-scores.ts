import { PROBABILITY_TOLERANCE, type ModelOutput } from '@plumbline/registry-core';
import { ModelOutputError } from '../serving.errors';
import type { BatchScores } from './batch-scores';
import { outputMatrix, type OutputMatrix, type Outputs } from './output-tensor';

const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** In place: what rounding put a little beyond 0 or 1 is cut; anything further is left for the caller to refuse. */
function cutRounding(scores: Float64Array): void {
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (score > 1 && score <= 1 + PROBABILITY_TOLERANCE) scores[i] = 1;
    else if (score < 0 && score >= -PROBABILITY_TOLERANCE) scores[i] = 0;
  }
}

function numberAt({ data }: OutputMatrix, position: number, name: string): number {
  const value = data[position];
  if (typeof value === 'string') throw new ModelOutputError(`"${name}" holds text, not numbers`);
  return Number(value);
}

/** softmax(z)_k = exp(z_k - max z) / sum_j exp(z_j - max z), in place over one row. */
function softmax(scores: Float64Array, from: number, columns: number): void {
  let largest = -Infinity;
  for (let k = 0; k < columns; k++) largest = Math.max(largest, scores[from + k] as number);
  let sum = 0;
  for (let k = 0; k < columns; k++) sum += scores[from + k] = Math.exp((scores[from + k] as number) - largest);
  for (let k = 0; k < columns; k++) scores[from + k] = (scores[from + k] as number) / sum;
}

function classScoresOf(output: ModelOutput, matrix: OutputMatrix, rows: number): Float64Array {
  const { scoreTensor, transform } = output;
  const all = new Float64Array(rows * matrix.columns);
  for (let i = 0; i < all.length; i++) {
    const value = numberAt(matrix, i, scoreTensor);
    all[i] = transform === 'sigmoid' ? sigmoid(value) : value;
  }
  if (transform === 'softmax') for (let row = 0; row < rows; row++) softmax(all, row * matrix.columns, matrix.columns);
  return all;
}

/** The column of a binary model: probabilities of the positive class. */
export function readProbabilities(output: ModelOutput, outputs: Outputs, rows: number): BatchScores {
  const read = readColumn(output, outputs, rows);
  cutRounding(read.scores);
  return read;
}

/**
 * Column `scoreColumn` of `scoreTensor`, one a row; column 0 where the tensor has only one column.
 * @throws ModelOutputError when the graph did not answer `rows` numbers there
 */
export function readColumn(output: ModelOutput, outputs: Outputs, rows: number): BatchScores {
  const { scoreTensor, scoreColumn, transform, complement } = output;
  const matrix = outputMatrix(outputs, scoreTensor, rows);
  const { columns } = matrix;
  const column = columns === 1 ? 0 : scoreColumn;
  if (column >= columns) {
    throw new ModelOutputError(`"${scoreTensor}" has ${columns} columns, the score should be in ${column}`);
  }
  const scores = new Float64Array(rows);
  const all = transform === 'softmax' ? classScoresOf(output, matrix, rows) : null;
  for (let row = 0; row < rows; row++) {
    const at = row * columns + column;
    let score = all ? (all[at] as number) : numberAt(matrix, at, scoreTensor);
    if (transform === 'sigmoid') score = sigmoid(score);
    scores[row] = complement ? 1 - score : score;
  }
  return { scores };
}

/** Every class of a multiclass model; its score is the largest, and NaN where one of them is NaN. */
export function readClassScores(output: ModelOutput, outputs: Outputs, rows: number): BatchScores {
  const matrix = outputMatrix(outputs, output.scoreTensor, rows);
  const { columns } = matrix;
  if (columns !== output.classes.length) {
    const reason = `"${output.scoreTensor}" has ${columns} columns, the signature has ${output.classes.length} classes`;
    throw new ModelOutputError(reason);
  }
  const classScores = classScoresOf(output, matrix, rows);
  cutRounding(classScores);
  const scores = new Float64Array(rows).fill(-Infinity);
  for (let i = 0; i < classScores.length; i++) {
    const row = Math.floor(i / columns);
    scores[row] = Math.max(scores[row] as number, classScores[i] as number);
  }
  return { scores, classScores };
}
