import type { Signature } from '@plumbline/registry-core';
import type { FeatureRow } from '../scalar';
import { VersionNotFoundError } from '../serving.errors';
import type { LoadedModel, VersionLoader } from './version-loader.port';

export interface FakeModel {
  readonly signature: Signature;
  readonly score: (row: FeatureRow) => number;
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
      score: async (rows) => rows.map((row) => found.score(row)),
      release: async () => void this.released.push(key),
    };
  }
}
