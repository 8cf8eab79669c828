import { signatureSchema } from '@plumbline/contracts';
import type { ArtifactStore } from '@plumbline/platform';
import { VersionNotFoundError, type LoadedModel, type VersionLoader } from '@plumbline/serving-core';
import type { Pool } from 'pg';
import { loadModel } from '../onnx/load-model';

/** Reads a version from the registry's tables and its model from the artifact store. */
export class PgVersionLoader implements VersionLoader {
  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly artifacts: Pick<ArtifactStore, 'get'>,
  ) {}

  async load(model: string, version: number): Promise<LoadedModel> {
    const { rows } = await this.pool.query<{ signature: unknown; artifact_digest: string }>(
      'SELECT signature, artifact_digest FROM model_version WHERE model = $1 AND version = $2',
      [model, version],
    );
    const [row] = rows;
    if (!row) throw new VersionNotFoundError(model, version);
    const signature = signatureSchema.parse(row.signature);
    return loadModel(signature, await this.artifacts.get(row.artifact_digest));
  }
}
