import type { Signature } from '@plumbline/registry-core';
import { ModelOutputError } from '../serving.errors';

export interface OutputTensor {
  /** [rows, classes], [rows, 1] or [rows]. */
  readonly dims: readonly number[];
  readonly data: ArrayLike<number | bigint | string>;
}

/** Label at the signature's threshold; undefined for regression. Classes without names are `1` and `0`. */
export function labelOfScore({ task, output }: Signature, score: number): string | undefined {
  if (task === 'regression') return undefined;
  const positive = output.positiveClass ?? output.classes[output.scoreColumn] ?? '1';
  if (score >= output.threshold) return positive;
  return output.classes.find((name) => name !== positive) ?? (positive === '0' ? '1' : '0');
}

/**
 * Column `scoreColumn` of `scoreTensor`, one a row; column 0 where the tensor has only one column.
 * @throws ModelOutputError when the graph did not answer `rows` numbers there
 */
export function scoresFromOutputs(
  { output }: Signature,
  outputs: Readonly<Record<string, OutputTensor>>,
  rows: number,
): Float64Array {
  const tensor = outputs[output.scoreTensor];
  if (!tensor) throw new ModelOutputError(`there is no tensor "${output.scoreTensor}"`);
  const columns = tensor.dims.slice(1).reduce((product, size) => product * size, 1);
  if (tensor.dims[0] !== rows || tensor.data.length !== rows * columns) {
    throw new ModelOutputError(`"${output.scoreTensor}" has shape [${tensor.dims.join(', ')}] for ${rows} rows`);
  }
  const column = columns === 1 ? 0 : output.scoreColumn;
  if (column >= columns) {
    throw new ModelOutputError(`"${output.scoreTensor}" has ${columns} columns, the score should be in ${column}`);
  }
  const scores = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = tensor.data[row * columns + column];
    if (typeof value === 'string') throw new ModelOutputError(`"${output.scoreTensor}" holds text, not numbers`);
    scores[row] = Number(value);
  }
  return scores;
}
