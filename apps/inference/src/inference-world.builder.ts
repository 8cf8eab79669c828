import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@plumbline/contracts';
import { createArtifactStore, hashToken } from '@plumbline/platform';
import type { Signature } from '@plumbline/registry-core';
import { boostingToOnnx, type TreeNode } from '@plumbline/trees';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { settingsSchema, type InferenceSettings } from './env';

/** One number, one category; version n answers about n/10, a little more when x > 0. */
const SIGNATURE: Signature = {
  schemaVersion: 1,
  task: 'binary',
  features: [
    { name: 'x', type: 'number', required: true, minimum: -1, maximum: 1 },
    { name: 'job', type: 'category', required: false, categories: ['admin', 'services'] },
  ],
  inputs: [{ name: 'features', elementType: 'float', features: ['x', 'job'] }],
  output: {
    scoreTensor: 'probabilities',
    scoreColumn: 1,
    classes: ['no', 'yes'],
    positiveClass: 'yes',
    threshold: 0.5,
  },
  label: 'y',
  protectedAttributes: [],
};

const marginOf = (probability: number): number => Math.log(probability / (1 - probability));

function modelOfVersion(version: number): Uint8Array {
  const leaf = (value: number): TreeNode => ({ kind: 'leaf', value, cover: 1 });
  const split: TreeNode = {
    kind: 'split',
    feature: 0,
    comparison: '<=',
    threshold: 0,
    missingLeft: true,
    left: 1,
    right: 2,
    cover: 2,
    gain: 1,
  };
  return boostingToOnnx({
    kind: 'boosting',
    featureNames: ['x', 'job'],
    categorical: [false, true],
    baseMargin: marginOf(version / 10),
    trees: [{ nodes: [split, leaf(-0.01), leaf(0.01)] }],
  });
}

export interface RolloutChange {
  readonly candidate: number;
  readonly sharePercent: number;
  readonly paired?: boolean;
  readonly strategy?: 'canary' | 'blue-green' | 'shadow' | 'ab';
  readonly arms?: readonly { name: string; version: number; sharePercent: number }[];
}

/** `testDatabase()` of @plumbline/testing, which only specs may import. */
interface Database {
  readonly url: string;
  drop(): Promise<void>;
}

/** A migrated database, a data folder, and what the registry would have written into them. */
export class InferenceWorld {
  private constructor(
    private readonly database: Database,
    readonly dataDir: string,
    readonly pool: pg.Pool,
  ) {}

  static create(database: Database): InferenceWorld {
    const pool = new pg.Pool({ connectionString: database.url, max: 3 });
    pool.on('error', () => undefined);
    return new InferenceWorld(database, mkdtempSync(join(tmpdir(), 'plumbline-inference-')), pool);
  }

  readonly signature = SIGNATURE;

  get environment(): Record<string, string> {
    return {
      DATABASE_URL: this.database.url,
      PLUMBLINE_DATA_DIR: this.dataDir,
      INFERENCE_PORT: '0',
      INFERENCE_GRPC_PORT: '0',
      INFERENCE_PROCESSES: '1',
      // A busy machine must not move a model out of the process that the tests look at.
      INFERENCE_WORKERS: 'never',
      LOG_LEVEL: 'warn',
    };
  }

  settings(change: Record<string, string> = {}): InferenceSettings {
    return settingsSchema.parse({ ...this.environment, LOG_LEVEL: 'silent', ...change });
  }

  async token(role: Role): Promise<string> {
    const token = `test-${role}-${uuidv7()}`;
    await this.pool.query('INSERT INTO api_token (id, name, hash, role) VALUES ($1, $2, $3, $4)', [
      uuidv7(),
      role,
      hashToken(token),
      role,
    ]);
    return token;
  }

  async register(
    model: string,
    version: number,
    bytes = modelOfVersion(version),
    signature = SIGNATURE,
  ): Promise<void> {
    const digest = await createArtifactStore({ dataDir: this.dataDir }).put(bytes);
    await this.registerDigest(model, version, digest, signature);
  }

  /** A version whose artifact need not exist. */
  async registerDigest(model: string, version: number, digest: string, signature = SIGNATURE): Promise<void> {
    await this.pool.query('INSERT INTO model (name) VALUES ($1) ON CONFLICT DO NOTHING', [model]);
    await this.pool.query(
      `INSERT INTO model_version (model, version, artifact_digest, artifact_bytes, signature, created_by)
       VALUES ($1, $2, $3, 1, $4, 'test')`,
      [model, version, digest, JSON.stringify(signature)],
    );
  }

  async promote(model: string, version: number): Promise<void> {
    await this.pool.query(
      `INSERT INTO model_alias (model, alias, version) VALUES ($1, 'champion', $2)
       ON CONFLICT (model, alias) DO UPDATE SET version = $2, revision = model_alias.revision + 1`,
      [model, version],
    );
  }

  async startRollout(model: string, champion: number, change: RolloutChange) {
    const { candidate, sharePercent, paired = true, strategy = 'canary', arms = [] } = change;
    const id = uuidv7();
    await this.pool.query(
      `INSERT INTO rollout (id, model, state, champion_version, candidate_version, steps, share_percent, salt,
         policy, frozen_at, step_started_at, started_by, strategy, arms)
       VALUES ($1::uuid, $2, 'running', $3, $4, '[10,100]', $5, $1::text, $6, now(), now(), 'test', $7, $8)`,
      [id, model, champion, candidate, sharePercent, JSON.stringify({ paired }), strategy, JSON.stringify(arms)],
    );
    return id;
  }

  async putServingPolicy(model: string, body: Record<string, string | number | boolean>): Promise<void> {
    await this.pool.query(
      `INSERT INTO model_policy (model, kind, revision, body, actor)
       SELECT $1, 'serving', count(*) + 1, $2, 'test' FROM model_policy WHERE model = $1 AND kind = 'serving'`,
      [model, JSON.stringify(body)],
    );
  }

  async endRollout(id: string): Promise<void> {
    await this.pool.query(`UPDATE rollout SET state = 'rolled_back', ended_at = now() WHERE id = $1`, [id]);
  }

  /** Data of the prediction events on the bus. */
  async published(): Promise<Record<string, unknown>[]> {
    const { rows } = await this.pool.query<{ value: string }>(
      `SELECT value FROM bus_record WHERE topic = 'plumbline.predictions' ORDER BY partition, record_offset`,
    );
    return rows.map(({ value }) => (JSON.parse(value) as { data: Record<string, unknown> }).data);
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
