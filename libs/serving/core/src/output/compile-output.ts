import type { Signature } from '@plumbline/registry-core';
import type { BatchScores } from './batch-scores';
import { labelReader } from './read-labels';
import { readClassScores, readColumn, readProbabilities } from './read-scores';
import type { Outputs } from './output-tensor';

/** @throws ModelOutputError when the graph did not answer what its signature promises for `rows` rows */
export type OutputReader = (outputs: Outputs, rows: number) => BatchScores;

/** From the graph's output to scores, chosen once a version. */
export function compileOutput(signature: Signature): OutputReader {
  const { task, output } = signature;
  if (output.kind === 'label') return labelReader(signature);
  if (task === 'multiclass') return (outputs, rows) => readClassScores(output, outputs, rows);
  const read = task === 'binary' ? readProbabilities : readColumn;
  return (outputs, rows) => read(output, outputs, rows);
}
