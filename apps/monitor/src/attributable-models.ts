import { text } from 'node:stream/consumers';
import { signatureSchema } from '@plumbline/contracts';
import type { AttributableModels } from '@plumbline/monitoring-adapters';
import type { Scalar, ScoreRows } from '@plumbline/monitoring-core';
import type { ArtifactStore, Logger } from '@plumbline/platform';
import { PlumblineError } from '@plumbline/problem';
import { featureRows, parseTable } from '@plumbline/registry-core';
import type { PgVersionLoader } from '@plumbline/serving-adapters';
import type { Pool } from 'pg';

type Loaded = Awaited<ReturnType<PgVersionLoader['load']>>;

/** Models and reference files are asked for attribution only: a few stay loaded, and a huge reference is not read. */
const MAXIMUM_LOADED = 4;
const MAXIMUM_REFERENCE_BYTES = 64 * 1024 * 1024;

const REFERENCE = `
  SELECT signature, source->>'referenceDigest' AS digest FROM model_version WHERE model = $1 AND version = $2`;

/** The monitor's own copy of the models that it watches, loaded as serving loads them. */
export class LoadedModels implements AttributableModels {
  private readonly loaded = new Map<string, Promise<Loaded | null>>();

  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly artifacts: Pick<ArtifactStore, 'open'>,
    private readonly loader: Pick<PgVersionLoader, 'load'>,
    private readonly logger: Logger,
  ) {}

  async scorer(model: string, version: number): Promise<ScoreRows | null> {
    if ((await this.load(model, version)) === null) return null;
    // Asked for anew at each run: another model may have taken its place in between.
    return async (rows) => {
      const found = await this.load(model, version);
      if (found === null)
        throw new PlumblineError('unavailable', 'model_not_loaded', `${model}@${version} is not loaded.`);
      return (await found.score(rows)).scores;
    };
  }

  async referenceRows(model: string, version: number): Promise<readonly (readonly Scalar[])[] | null> {
    const { rows } = await this.pool.query<{ signature: unknown; digest: string | null }>(REFERENCE, [model, version]);
    const digest = rows[0]?.digest;
    if (digest == null) return null;
    try {
      const { bytes, stream } = await this.artifacts.open(digest);
      if (bytes > MAXIMUM_REFERENCE_BYTES) {
        stream.destroy();
        return null;
      }
      return featureRows(signatureSchema.parse(rows[0]?.signature), parseTable(await text(stream)));
    } catch (err) {
      this.logger.warn({ err, model, version }, 'the reference rows of a version could not be read');
      return null;
    }
  }

  async close(): Promise<void> {
    const all = [...this.loaded.values()];
    this.loaded.clear();
    for (const one of all) await (await one)?.release();
  }

  private load(model: string, version: number): Promise<Loaded | null> {
    const key = `${model}:${version}`;
    const known = this.loaded.get(key);
    if (known !== undefined) return known;
    const loading = this.loader.load(model, version).catch((err: unknown) => {
      this.logger.warn({ err, model, version }, 'a version could not be loaded: no attribution drift for it');
      return null;
    });
    this.loaded.set(key, loading);
    const [oldest] = this.loaded.keys();
    if (this.loaded.size > MAXIMUM_LOADED && oldest !== undefined) {
      void this.loaded.get(oldest)?.then((one) => one?.release());
      this.loaded.delete(oldest);
    }
    return loading;
  }
}
