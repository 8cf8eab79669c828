import { readFile } from 'node:fs/promises';
import { readModel } from '@plumbline/onnx-graph';
import type { Signature } from '@plumbline/registry-core';
import { compileEncoder, compileOutput, type BatchScores, type FeatureRow } from '@plumbline/serving-core';
import { compileTreeEngine } from '@plumbline/tree-engine';
import type { ModelSource } from './onnx-session';

export type CompiledTrees = (rows: readonly FeatureRow[]) => BatchScores;

/**
 * The model's scores without the runtime, when it is one tree ensemble over one float tensor; null for any other. To serve
 * only where admission found them equal to the runtime's.
 */
export async function compileTrees(signature: Signature, source: ModelSource): Promise<CompiledTrees | null> {
  const [input] = signature.inputs;
  const { scoreTensor } = signature.output;
  if (!input || signature.inputs.length > 1 || input.elementType !== 'float') return null;
  const bytes = 'path' in source ? await readFile(source.path) : source;
  const engine = compileTreeEngine(readModel(bytes), scoreTensor);
  if (engine?.input !== input.name) return null;
  const encoder = compileEncoder(signature);
  const read = compileOutput(signature);
  return (rows) => {
    const [tensor] = encoder.encodeRows(rows);
    const data = engine.score(tensor?.data as Float32Array, rows.length);
    return read({ [scoreTensor]: { dims: [rows.length, engine.columns], data } }, rows.length);
  };
}
