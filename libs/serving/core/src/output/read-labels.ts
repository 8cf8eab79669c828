import { classIndexer, type Signature } from '@plumbline/registry-core';
import { ModelOutputError } from '../serving.errors';
import type { BatchScores } from './batch-scores';
import { outputMatrix, type Outputs } from './output-tensor';

/**
 * Reads a model that answers class names only. No probability is made up: a binary score is 1 for the positive class and
 * 0 for the other, a multiclass score the index of the label.
 */
export function labelReader({ task, output }: Signature): (outputs: Outputs, rows: number) => BatchScores {
  const { scoreTensor, classes, positiveClass, scoreColumn } = output;
  const indexOf = classIndexer(classes);
  const positive = classes.indexOf(positiveClass ?? '');
  return (outputs, rows) => {
    const { data, columns } = outputMatrix(outputs, scoreTensor, rows);
    const column = columns === 1 ? 0 : scoreColumn;
    const scores = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const at = indexOf(String(data[row * columns + column]));
      if (at < 0) {
        const reason = `"${scoreTensor}" answered a label that is none of the signature's classes (${classes.join(', ')})`;
        throw new ModelOutputError(reason);
      }
      scores[row] = task === 'binary' ? Number(at === positive) : at;
    }
    return { scores };
  };
}
