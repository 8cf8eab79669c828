import type { Signature } from '@plumbline/registry-core';
import type { BatchScores } from '../output/batch-scores';
import type { FeatureRow } from '../scalar';
import { VersionNotFoundError } from '../serving.errors';
import type { TensorModel } from './tensor-model';
import type { LoadedModel, VersionLoader } from './version-loader.port';

export interface FakeModel {
  readonly signature: Signature;
  /** Of a multiclass model: one number a class. */
  readonly score: (row: FeatureRow) => number | readonly number[];
  readonly graph?: TensorModel;
}

const NO_GRAPH: TensorModel = { inputs: [], outputs: [], run: async () => [] };

function batchScores(answers: readonly (number | readonly number[])[]): BatchScores {
  const scores = Float64Array.from(answers, (answer) => (typeof answer === 'number' ? answer : Math.max(...answer)));
  const classScores = answers.flatMap((answer) => (typeof answer === 'number' ? [] : answer));
  return classScores.length === 0 ? { scores } : { scores, classScores: Float64Array.from(classScores) };
}

/** Versions by `model@version`. */
export class FakeVersionLoader implements VersionLoader {
  readonly models = new Map<string, FakeModel>();
  readonly loads: string[] = [];
  readonly released: string[] = [];

  async load(model: string, version: number): Promise<LoadedModel> {
    const key = `${model}@${version}`;
    this.loads.push(key);
    const found = this.models.get(key);
    if (!found) throw new VersionNotFoundError(model, version);
    return {
      signature: found.signature,
      graph: found.graph ?? NO_GRAPH,
      score: async (rows) => batchScores(rows.map((row) => found.score(row))),
      release: async () => void this.released.push(key),
    };
  }
}
