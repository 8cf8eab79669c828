import { signatureSchema } from '@plumbline/contracts';
import type { ArtifactStore } from '@plumbline/platform';
import { VersionNotFoundError, type LoadedModel, type VersionLoader } from '@plumbline/serving-core';
import type { Pool } from 'pg';
import type { Placement } from '../onnx/apart/placement';
import { loadModel } from '../onnx/load-model';
import { VersionFiles } from '../versions/version-files';

interface VersionRow {
  readonly signature: unknown;
  readonly artifact_digest: string;
  readonly artifact_bytes: string;
  /** What admission proved; null for versions from before it did. */
  readonly engine: string | null;
  readonly latency_ms: number | null;
  readonly files: { readonly name: string; readonly digest: string; readonly bytes?: number }[];
}

const SELECT = `
  SELECT signature, artifact_digest, artifact_bytes, files, admission #>> '{engine,name}' AS engine,
         (admission #>> '{latencyMs,p50}')::float8 AS latency_ms
  FROM model_version WHERE model = $1 AND version = $2`;

/** Reads a version from the registry's tables and its model from the artifact store. */
export class PgVersionLoader implements VersionLoader {
  private readonly files: VersionFiles;

  /** @param cacheFolder for models that are loaded from files; may be shared with other processes; `placement`: without it every model runs here */
  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    artifacts: Pick<ArtifactStore, 'get' | 'copyTo'>,
    cacheFolder: string,
    private readonly placement?: Placement,
  ) {
    this.files = new VersionFiles(artifacts, cacheFolder);
  }

  async load(model: string, version: number): Promise<LoadedModel> {
    const { rows } = await this.pool.query<VersionRow>(SELECT, [model, version]);
    const [row] = rows;
    if (!row) throw new VersionNotFoundError(model, version);
    const signature = signatureSchema.parse(row.signature);
    const opened = await this.files.open({
      digest: row.artifact_digest,
      bytes: Number(row.artifact_bytes),
      files: row.files,
    });
    try {
      const loaded = await loadModel(signature, opened.source, {
        engine: row.engine ?? undefined,
        latencyMs: row.latency_ms ?? undefined,
        bytes: row.files.reduce((sum, { bytes = 0 }) => sum + bytes, Number(row.artifact_bytes)),
        placement: this.placement,
        name: `${model}@${version}`,
      });
      const release = (): Promise<void> => loaded.release().finally(opened.release);
      return { ...loaded, release };
    } catch (error) {
      await opened.release();
      throw error;
    }
  }
}
