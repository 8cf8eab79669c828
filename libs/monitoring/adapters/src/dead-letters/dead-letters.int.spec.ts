import { type Topic, TOPICS } from '@plumbline/contracts';
import { createPool } from '@plumbline/platform';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import {
  loanOutcome,
  loanPrediction,
  type MonitoredWorld,
  monitoredWorld,
  registerLoanModel,
} from '../testing/monitored-world.builder';
import { deadLetterReplay } from './replay-dead-letters';

const HEADERS = { ce_type: 'plumbline.prediction.v1', traceparent: '00-a-b-01' };

describeWithServer('database', 'a record that cannot be used', () => {
  let database: TestDatabase;
  let pool: Pool;
  let world: MonitoredWorld;
  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    await registerLoanModel(pool);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  beforeEach(async () => {
    await pool.query('TRUNCATE prediction, prediction_label, dead_letter, consumer_offset, monitor_window CASCADE');
    world = monitoredWorld(pool);
  });

  /** One record as the consumer gets it. */
  const batch = (topic: Topic, value: string, headers: Record<string, string> = {}) => ({
    ...{ source: 'log', topic, partition: 3 },
    records: [{ key: 'key\0', value, headers, offset: 41n, timestampMs: 0 }],
  });
  const letters = async () => (await pool.query('SELECT * FROM dead_letter ORDER BY id')).rows;

  it('lies in the dead-letter topic of predictions with its headers, its origin and the reason', async () => {
    const value = JSON.stringify(loanPrediction(1, { features: [1] }));
    await world.ingestion.predictions(batch(TOPICS.predictions, value, HEADERS));
    expect(world.published).toEqual([
      {
        topic: 'plumbline.predictions.dlq',
        value,
        headers: {
          ...HEADERS,
          plumbline_model: 'loan',
          plumbline_reason: 'features: 1 values, the signature has 2',
          plumbline_topic: 'plumbline.predictions',
          plumbline_partition: '3',
          plumbline_offset: '41',
        },
      },
    ]);
  });

  it('lies in the dead-letter topic of outcomes, without a model while that is not known', async () => {
    await world.ingestion.outcomes(batch(TOPICS.outcomes, '{oops'));
    const [published] = world.published;
    expect([published!.topic, published!.value]).toEqual(['plumbline.outcomes.dlq', '{oops']);
    expect(published!.headers).not.toHaveProperty('plumbline_model');
  });

  it('is kept whole in the table, however long, and without what a text cannot hold', async () => {
    const value = `{"subject":"${'ä'.repeat(390_000)}"}`;
    await world.ingestion.predictions(batch(TOPICS.predictions, value, HEADERS));
    const [letter] = await letters();
    expect(letter).toMatchObject({
      model: null,
      partition: 3,
      record_offset: '41',
      headers: HEADERS,
      replayed_at: null,
    });
    expect([letter.payload === value, letter.record_key]).toEqual([true, 'key\uFFFD']);
    expect(world.published[0]).toMatchObject({ value, headers: HEADERS });
  });

  it('stops nothing when it is larger than the bus takes: the table has it, the topic says so', async () => {
    const value = `{"subject":"${'a'.repeat(1_000_000)}"}`;
    await world.ingestion.predictions(batch(TOPICS.predictions, value, HEADERS));
    expect((await letters())[0].payload === value).toBe(true);
    const [published] = world.published;
    expect(published).toMatchObject({ value: '', headers: { plumbline_offset: '41' } });
    expect(published!.headers['plumbline_omitted']).toContain('too large');
  });

  it('is used when it is sent again after what was wrong is mended', async () => {
    const [early, value] = [monitoredWorld(pool, 'early'), JSON.stringify(loanPrediction(1, { version: 2 }))];
    await early.ingestion.predictions(batch(TOPICS.predictions, value));
    const [letter] = await letters();
    await registerLoanModel(pool, 'loan', 2);
    const sent: { value: string; headers?: object }[] = [];
    const bus = {
      publish: async (_topic: Topic, records: readonly (typeof sent)[number][]) => void sent.push(...records),
    };
    const replay = { actor: 'user:ana', reason: 'registered' };
    expect(await deadLetterReplay.one(pool, bus, letter.id, replay)).toMatchObject({ topic: 'plumbline.predictions' });
    expect(await deadLetterReplay.one(pool, bus, letter.id, replay)).toBeNull();
    expect(sent.map((record) => record.headers)).toEqual([{ plumbline_replay_of: letter.id }]);
    const again = await world.predictions(sent[0]!.value);
    expect(again).toMatchObject({ predictions: 1, deadLetters: 0 });
  });

  it('is not marked as sent again when the bus does not take it', async () => {
    await world.ingestion.outcomes(batch(TOPICS.outcomes, JSON.stringify(loanOutcome(1, { model: 'nobody' }))));
    const [letter] = await letters();
    const bus = { publish: () => Promise.reject(new TypeError('bus is away')) };
    const client = await pool.connect();
    await client.query('BEGIN');
    await expect(deadLetterReplay.one(client, bus, letter.id, { actor: 'a', reason: 'b' })).rejects.toThrow('away');
    await client.query('ROLLBACK');
    client.release();
    expect((await letters())[0].replayed_at).toBeNull();
  });
});
