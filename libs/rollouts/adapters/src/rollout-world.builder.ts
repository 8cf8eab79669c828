import { randomUUID } from 'node:crypto';
import type { Rollout } from '@plumbline/rollouts-core';
import type { Pool } from 'pg';

interface Row {
  readonly version: number;
  readonly score: number;
  /** Of the version that did not answer. */
  readonly other?: number;
  readonly label?: boolean;
  readonly value?: number;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly servedAt?: string;
}

const SIGNATURE = {
  task: 'binary',
  features: [{ name: 'age' }, { name: 'job' }],
  output: { threshold: 0.5 },
};

/** Tables with versions 1 and 2 of `loan`, as the other contexts leave them. */
export class RolloutWorld {
  readonly rolloutId = randomUUID();

  constructor(private readonly pool: Pool) {}

  async prepare(signature: object = SIGNATURE, digests: Readonly<Record<number, string>> = {}): Promise<void> {
    await this.pool.query(`INSERT INTO model (name) VALUES ('loan') ON CONFLICT DO NOTHING`);
    for (const version of [1, 2, 3])
      await this.pool.query(
        `INSERT INTO model_version (model, version, artifact_digest, artifact_bytes, signature, created_by)
         VALUES ('loan', $1, $2, 1, $3, 'test')`,
        [version, digests[version] ?? `digest-${version}`, JSON.stringify(signature)],
      );
  }

  async rows(rows: readonly Row[]): Promise<void> {
    for (const row of rows) {
      const id = randomUUID();
      await this.pool.query(
        `INSERT INTO prediction (prediction_id, model, version, features, attributes, score, label, served_at, rollout_id, arm)
         VALUES ($1, 'loan', $2, '[30, "clerk"]', $3, $4, $5, $6, $7, $8)`,
        [
          ...[id, row.version, JSON.stringify(row.attributes ?? {}), row.score, row.score >= 0.5 ? 'yes' : 'no'],
          ...[row.servedAt ?? '2026-01-01T10:00:00Z', this.rolloutId, row.version === 1 ? 'champion' : 'candidate'],
        ],
      );
      if (row.other !== undefined)
        await this.pool.query(
          `INSERT INTO version_score (prediction_id, model, version, score, source) VALUES ($1, 'loan', $2, $3, 'shadow')`,
          [id, row.version === 1 ? 2 : 1, row.other],
        );
      if (row.label !== undefined || row.value !== undefined)
        await this.pool.query(
          `INSERT INTO prediction_label (prediction_id, model, positive, label, value, observed_at)
           VALUES ($1, 'loan', $2, $3, $4, now())`,
          [id, row.label ?? false, row.label ? 'yes' : 'no', row.value ?? null],
        );
    }
  }

  async counted(
    count: { process: string; stepIndex: number; version: number; asked: number; failed: number },
    role: 'answering' | 'beside' = 'answering',
  ): Promise<void> {
    const { process, stepIndex, version, asked, failed } = count;
    await this.pool.query(
      `INSERT INTO rollout_counter (rollout_id, step_index, version, role, process_id, asked, failed, invalid, latency)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 0, '[[10, 3]]')`,
      [this.rolloutId, stepIndex, version, role, process, asked, failed],
    );
  }
}

/** A rollout of the world, as the store gives it. */
export function worldRollout(world: RolloutWorld, change: Partial<Rollout>): Rollout {
  const at = new Date('2026-01-01T00:00:00Z');
  return {
    ...{ id: world.rolloutId, model: 'loan', strategy: 'canary', state: 'running' },
    ...{ championVersion: 1, candidateVersion: 2, stepIndex: 0, sharePercent: 50, arms: [], salt: world.rolloutId },
    policy: {
      ...{ steps: [50, 100], minimumStepPredictions: 0, minimumStepMs: 0, paired: true, minimumLabelled: 1 },
      ...{ alpha: 0.05, tuningN: 500, logLossMargin: 0.03, logLossRole: 'gate', onNewCandidate: 'refuse' },
    },
    ...{ frozenAt: at, stepStartedAt: at, stepStartedSeq: 0n, lastAssessment: null, acceptedSignals: [] },
    ...{ reason: 'test', startedBy: 'test', revision: 1, startedAt: at, endedAt: null },
    ...change,
  };
}
