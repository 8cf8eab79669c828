import { signatureSchema } from '@plumbline/contracts';
import type { ArtifactStore } from '@plumbline/platform';
import { VersionNotFoundError, type LoadedModel, type VersionLoader } from '@plumbline/serving-core';
import type { Pool } from 'pg';
import { createScorer } from '../onnx/create-scorer';

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
    const scorer = await createScorer(signature, await this.artifacts.get(row.artifact_digest));
    // The first run allocates and optimises; it also proves that graph and signature fit.
    await scorer.scoreMatrix(new Float32Array(signature.features.length), 1);
    return { signature, score: scorer.scoreRows, release: scorer.release };
  }
}
