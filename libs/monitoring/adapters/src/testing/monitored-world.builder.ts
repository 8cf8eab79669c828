import type { PredictionEvent, SignatureContract } from '@plumbline/contracts';
import { buildReferenceProfile, type Scalar } from '@plumbline/monitoring-core';
import type { IncomingRecord, RecordBatch } from '@plumbline/platform';
import type { Pool } from 'pg';
import { DeadLetterStore } from '../dead-letters/dead-letter.store';
import { PgIngestion } from '../ingestion/pg-ingestion';
import { VersionCatalog } from '../versions/version-catalog';

const LOAN_SIGNATURE: SignatureContract = {
  schemaVersion: 1,
  task: 'binary',
  features: [
    { name: 'age', type: 'number', required: true },
    { name: 'job', type: 'category', required: true, categories: ['admin', 'worker', 'retired'] },
  ],
  inputs: [{ name: 'x', elementType: 'float', features: ['age', 'job'] }],
  output: { scoreTensor: 'p', scoreColumn: 1, classes: ['no', 'yes'], positiveClass: 'yes', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [
    { name: 'age', source: 'feature', bands: [30, 45] },
    { name: 'sex', source: 'attribute' },
  ],
};

const JOBS = ['admin', 'worker', 'retired'];

/** Row i of a world that repeats itself: ages 20..69, jobs in turn. */
const loanRow = (i: number): Scalar[] => [20 + (i % 50), JOBS[i % 3] as string];
export const loanScore = (i: number): number => ((i * 7) % 100) / 100;

export async function registerLoanModel(pool: Pool, model = 'loan', version = 1): Promise<void> {
  const rows = Array.from({ length: 1_000 }, (_, i) => loanRow(i));
  const scores = rows.map((_, i) => loanScore(i));
  const labels = rows.map((_, i) => i % 3 === 0);
  const reference = buildReferenceProfile(LOAN_SIGNATURE, rows, { scores, labels });
  await pool.query('INSERT INTO model (name) VALUES ($1) ON CONFLICT DO NOTHING', [model]);
  await pool.query(
    `INSERT INTO model_version (model, version, artifact_digest, artifact_bytes, signature, reference, created_by)
     VALUES ($1, $2, 'd', 1, $3, $4, 'test')`,
    [model, version, LOAN_SIGNATURE, reference],
  );
}

/** The champion from now on. */
export async function makeChampion(pool: Pool, model: string, version: number): Promise<void> {
  await pool.query(
    `INSERT INTO model_alias (model, alias, version, changed_at) VALUES ($1, 'champion', $2, clock_timestamp())
     ON CONFLICT (model, alias) DO UPDATE SET version = excluded.version, revision = model_alias.revision + 1,
       changed_at = clock_timestamp()`,
    [model, version],
  );
}

export async function setPolicy(pool: Pool, model: string, kind: string, body: object): Promise<void> {
  await pool.query(
    `INSERT INTO model_policy (model, kind, revision, body, actor)
     SELECT $1, $2, 1 + count(*), $3, 'test' FROM model_policy WHERE model = $1 AND kind = $2`,
    [model, kind, body],
  );
}

/** One prediction a second of event time. */
export const EPOCH_MS = Date.UTC(2026, 0, 1);

export const loanPrediction = (i: number, change: Partial<PredictionEvent> = {}): PredictionEvent => ({
  predictionId: `p${i}`,
  model: 'loan',
  version: 1,
  subject: `s${i}`,
  features: loanRow(i),
  attributes: { sex: i % 2 === 0 ? 'f' : 'm' },
  score: loanScore(i),
  servedAt: new Date(EPOCH_MS + i * 1_000).toISOString(),
  ...change,
});

export const loanOutcome = (i: number, change: object = {}): object => ({
  model: 'loan',
  predictionId: `p${i}`,
  label: i % 3 === 0 ? 1 : 0,
  observedAt: new Date(EPOCH_MS + i * 1_000 + 500).toISOString(),
  ...change,
});

export interface Published {
  readonly topic: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

export interface MonitoredWorld {
  readonly ingestion: PgIngestion;
  readonly versions: VersionCatalog;
  /** What was published to the dead-letter topic. */
  readonly published: Published[];
  predictions(...events: (object | string)[]): ReturnType<PgIngestion['predictions']>;
  outcomes(...events: (object | string)[]): ReturnType<PgIngestion['outcomes']>;
}

type Topic = RecordBatch['topic'];

const recordOf = (event: object | string, offset: number): IncomingRecord => ({
  key: '',
  value: typeof event === 'string' ? event : JSON.stringify(event),
  headers: {},
  offset: BigInt(offset),
  timestampMs: 0,
});

/** Ingestion on `pool`; each call is the next batch of partition 0 of a log of its own. */
export function monitoredWorld(pool: Pool, source = 'test', ttlMs = 0): MonitoredWorld {
  const published: Published[] = [];
  const publish = async (topic: string, records: readonly { value: string; headers?: object }[]): Promise<void> => {
    published.push(...records.map((r) => ({ topic, value: r.value, headers: { ...r.headers } })));
  };
  const versions = new VersionCatalog({ now: () => new Date() }, ttlMs);
  const ingestion = new PgIngestion(pool, 'monitor', versions, new DeadLetterStore({ publish }));
  const next: Record<string, number> = {};
  const batch = (topic: Topic, events: readonly (object | string)[]): Omit<RecordBatch, 'heartbeat'> => {
    const from = next[topic] ?? 0;
    next[topic] = from + events.length;
    return { source, topic, partition: 0, records: events.map((event, i) => recordOf(event, from + i)) };
  };
  return {
    ingestion,
    versions,
    published,
    predictions: (...events) => ingestion.predictions(batch('plumbline.predictions', events)),
    outcomes: (...events) => ingestion.outcomes(batch('plumbline.outcomes', events)),
  };
}
