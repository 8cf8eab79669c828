// The model, the predictions and the consumer group of the ingestion benchmark; bundled and loaded by the benchmark.
import { PREDICTION_EVENT_TYPE, type PredictionEvent, type SignatureContract, TOPICS } from '@plumbline/contracts';
import { buildReferenceProfile } from '@plumbline/monitoring-core';
import { createKafkaEventBus, createPool } from '@plumbline/platform';
import { Kafka, logLevel } from 'kafkajs';

const MODEL = 'ingested';
const [NUMBERS, CATEGORIES] = [8, ['admin', 'worker', 'retired', 'student']];
const REFERENCE_ROWS = 5_000;
const PUBLISHED_AT_ONCE = 10_000;
const EPOCH_MS = Date.UTC(2026, 0, 1);

const SIGNATURE: SignatureContract = {
  schemaVersion: 1,
  task: 'binary',
  features: [
    ...Array.from({ length: NUMBERS }, (_, i) => ({ name: `number_${i}`, type: 'number' as const, required: true })),
    { name: 'job', type: 'category', required: true, categories: CATEGORIES },
    { name: 'home', type: 'category', required: true, categories: CATEGORIES },
  ],
  inputs: [{ name: 'x', elementType: 'float', features: ['job'] }],
  output: { scoreTensor: 'p', scoreColumn: 1, classes: ['no', 'yes'], positiveClass: 'yes', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [{ name: 'sex', source: 'attribute' }],
};

/** A low-discrepancy sequence: evenly spread, the same in every run. */
const spread = (i: number, salt: number): number => (i * 0.6180339887498949 + salt * 0.7548776662466927) % 1;
const category = (i: number): string => CATEGORIES[i % CATEGORIES.length] as string;
const rowOf = (i: number): (number | string)[] => [
  ...Array.from({ length: NUMBERS }, (_, k) => Math.round((spread(i, k) * 8 - 4) * 1e4) / 1e4),
  category(i),
  category(i * 3 + 1),
];
const scoreOf = (i: number): number => Math.round(spread(i, 11) * 1e6) / 1e6;

export async function registerModel(databaseUrl: string): Promise<void> {
  const pool = createPool(databaseUrl);
  const at = Array.from({ length: REFERENCE_ROWS }, (_, i) => i);
  const reference = buildReferenceProfile(SIGNATURE, at.map(rowOf), {
    scores: at.map(scoreOf),
    labels: at.map((i) => i % 3 === 0),
  });
  await pool.query('INSERT INTO model (name) VALUES ($1)', [MODEL]);
  await pool.query(
    `INSERT INTO model_version (model, version, artifact_digest, artifact_bytes, signature, reference, created_by)
     VALUES ($1, 1, 'd', 1, $2, $3, 'bench')`,
    [MODEL, SIGNATURE, reference],
  );
  await pool.end();
}

/** In the order of time, as served identifiers are. */
const idOf = (i: number): string =>
  `019a9c00-${(i >>> 16).toString(16).padStart(4, '0')}-7${(i & 0xfff)
    .toString(16)
    .padStart(3, '0')}-8000-${i.toString(16).padStart(12, '0')}`;

const predictionOf = (i: number): PredictionEvent => ({
  predictionId: idOf(i),
  model: MODEL,
  version: 1,
  subject: `customer-${(i * 7919) % 1_000_000}`,
  features: rowOf(i),
  attributes: { sex: i % 2 === 0 ? 'f' : 'm' },
  score: scoreOf(i),
  label: scoreOf(i) >= 0.5 ? 'yes' : 'no',
  servedAt: new Date(EPOCH_MS + i * 10).toISOString(),
});

/** As the inference service publishes them. */
function recordOf(i: number): { key: string; value: string } {
  const data = predictionOf(i);
  const { predictionId: id, servedAt: time } = data;
  const attributes = { specversion: '1.0', id, source: 'urn:plumbline:inference', type: PREDICTION_EVENT_TYPE, time };
  return { key: id, value: JSON.stringify({ ...attributes, datacontenttype: 'application/json', data }) };
}

/** 100 predictions a second of event time. */
export async function publishPredictions(brokers: string, count: number): Promise<void> {
  const bus = createKafkaEventBus({ kafkaBrokers: [brokers], clientId: 'bench' });
  for (let from = 0; from < count; from += PUBLISHED_AT_ONCE) {
    const length = Math.min(PUBLISHED_AT_ONCE, count - from);
    await bus.publish(
      TOPICS.predictions,
      Array.from({ length }, (_, k) => recordOf(from + k)),
    );
  }
  await bus.close();
}

/** The next monitor begins at the first record again. */
export async function forgetGroups(brokers: string): Promise<void> {
  const admin = new Kafka({ clientId: 'bench', brokers: [brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const { groups } = await admin.listGroups();
  if (groups.length > 0) await admin.deleteGroups(groups.map(({ groupId }) => groupId));
  await admin.disconnect();
}
