import { randomBytes } from 'node:crypto';
import type { WindowCounters } from '@plumbline/monitoring-core';
import { createPool } from '@plumbline/platform';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import {
  EPOCH_MS,
  loanOutcome,
  loanPrediction,
  type MonitoredWorld,
  monitoredWorld,
  registerLoanModel,
  setPolicy,
} from '../testing/monitored-world.builder';

describeWithServer('database', 'storing predictions and outcomes', () => {
  let database: TestDatabase;
  let pool: Pool;
  let world: MonitoredWorld;

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    await registerLoanModel(pool);
    await setPolicy(pool, 'loan', 'monitor', { windowMs: 100_000 });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  beforeEach(async () => {
    await pool.query(
      'TRUNCATE prediction, prediction_label, version_score, outcome_orphan, monitor_window, dead_letter, consumer_offset CASCADE',
    );
    world = monitoredWorld(pool);
  });

  const rowsOf = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
    (await pool.query<T>(sql, values)).rows;
  const labels = () =>
    rowsOf<{ prediction_id: string; label: string; positive: boolean; revision: number }>(
      'SELECT prediction_id, label, positive, revision FROM prediction_label ORDER BY seq',
    );
  const deadLetters = () =>
    rowsOf<{ topic: string; partition: number; record_offset: string; reason: string }>(
      'SELECT topic, partition, record_offset, reason FROM dead_letter ORDER BY id',
    );
  const windowTotals = async () =>
    (
      await rowsOf<{ predictions: number; labelled: number }>(
        'SELECT sum(predictions)::int AS predictions, sum(labelled)::int AS labelled FROM monitor_window',
      )
    )[0];
  const countersAt = async (i: number): Promise<WindowCounters> => {
    const at = new Date(EPOCH_MS + i * 1_000);
    const sql = 'SELECT counters FROM monitor_window WHERE starts_at <= $1 AND ends_at > $1';
    return (await rowsOf<{ counters: WindowCounters }>(sql, [at]))[0]!.counters;
  };

  describe('joining outcomes with predictions', () => {
    it('joins by prediction id and counts the label in the window of the prediction', async () => {
      await world.predictions(loanPrediction(0), loanPrediction(1), loanPrediction(150));
      await world.outcomes(loanOutcome(0), loanOutcome(150));
      expect(await labels()).toEqual([
        { prediction_id: 'p0', label: 'yes', positive: true, revision: 0 },
        { prediction_id: 'p150', label: 'yes', positive: true, revision: 0 },
      ]);
      const counters = await countersAt(0);
      expect([counters.predictions, counters.labelled]).toEqual([2, 1]);
      expect((await countersAt(150)).labels?.positives).toBe(1);
    });

    it("joins by subject with the subject's latest prediction before the outcome, within the horizon", async () => {
      await setPolicy(pool, 'loan', 'label', { horizonMs: 60_000 });
      const about = (i: number) => loanPrediction(i, { subject: 'ana' });
      await world.predictions(about(0), about(10), about(30));
      const observedAt = new Date(EPOCH_MS + 20_000).toISOString();
      const tooLate = new Date(EPOCH_MS + 200_000).toISOString();
      await world.outcomes(
        loanOutcome(0, { predictionId: undefined, subject: 'ana', observedAt }),
        loanOutcome(0, { predictionId: undefined, subject: 'ana', observedAt: tooLate }),
      );
      expect((await labels()).map((row) => row.prediction_id)).toEqual(['p10']);
      expect(await rowsOf('SELECT subject FROM outcome_orphan')).toHaveLength(1);
      await setPolicy(pool, 'loan', 'label', {});
    });

    it('keeps an outcome that came first until its prediction comes, by id and by subject', async () => {
      await world.outcomes(loanOutcome(3), loanOutcome(4, { predictionId: undefined, subject: 's4' }), loanOutcome(9));
      expect(await rowsOf('SELECT id FROM outcome_orphan')).toHaveLength(3);
      const summary = await world.predictions(loanPrediction(3), loanPrediction(4));
      expect(summary).toMatchObject({ predictions: 2, labelled: 2 });
      expect((await labels()).map((row) => row.prediction_id).sort()).toEqual(['p3', 'p4']);
      expect(await rowsOf('SELECT prediction_id FROM outcome_orphan')).toEqual([{ prediction_id: 'p9' }]);
      expect(await windowTotals()).toEqual({ predictions: 2, labelled: 2 });
    });

    it('ignores the same outcome told twice and an older revision', async () => {
      await world.predictions(loanPrediction(0));
      await world.outcomes(loanOutcome(0, { revision: 2 }), loanOutcome(0, { revision: 2 }));
      const again = await world.outcomes(loanOutcome(0, { revision: 2 }), loanOutcome(0, { revision: 1, label: 0 }));
      expect(again).toMatchObject({ labelled: 0, revised: 0, ignored: 2, deadLetters: 0 });
      expect(await windowTotals()).toEqual({ predictions: 1, labelled: 1 });
    });

    it('lets a higher revision replace the label, and the window counts follow', async () => {
      await world.predictions(loanPrediction(0), loanPrediction(1));
      await world.outcomes(loanOutcome(0), loanOutcome(1));
      const before = await countersAt(0);
      expect(before.labels).toMatchObject({ rows: 2, positives: 1 });
      await world.outcomes(loanOutcome(0, { label: 'no', revision: 1 }));
      const after = await countersAt(0);
      expect(after.labels).toMatchObject({ rows: 2, positives: 0 });
      expect(after.groups[1]!.map(({ group, labelled }) => [group, labelled])).toEqual([
        ['f', 1],
        ['m', 1],
      ]);
      expect((await labels())[0]).toMatchObject({ label: 'no', positive: false, revision: 1 });
    });

    it('puts a contradicting outcome of the same revision aside and keeps the first', async () => {
      await world.predictions(loanPrediction(0));
      await world.outcomes(loanOutcome(0), loanOutcome(0, { label: 0 }));
      expect((await labels())[0]).toMatchObject({ positive: true });
      const [letter] = await deadLetters();
      expect(letter).toMatchObject({ topic: 'plumbline.outcomes', partition: 0, record_offset: '1' });
      expect(letter!.reason).toMatch(/^label: another label is already recorded with revision 0/);
    });

    it('puts an outcome beyond the label horizon aside', async () => {
      await world.predictions(loanPrediction(0));
      await world.outcomes(loanOutcome(0, { observedAt: '2027-01-01T00:00:00Z' }));
      expect((await deadLetters())[0]!.reason).toMatch(/^observedAt: later than the label horizon/);
    });
  });

  describe('what can not be used', () => {
    it.each([
      ['not JSON', '{oops secret-name', /^value: not valid JSON/],
      [
        'no label',
        { model: 'loan', predictionId: 'p', observedAt: '2026-01-01T00:00:00Z' },
        /^label: give what happened/,
      ],
      ['no offset in the time', loanOutcome(0, { observedAt: '2026-01-01T00:00:00' }), /^observedAt: give an ISO 8601/],
      ['neither id nor subject', loanOutcome(0, { predictionId: undefined }), /^predictionId: give `predictionId`, or/],
      ['unknown model', loanOutcome(0, { model: 'nobody' }), /^model: no version of this model is registered/],
    ])('goes to the dead letters with field and remedy: %s', async (_name, event, reason) => {
      await world.outcomes(event as object | string);
      const [letter] = await deadLetters();
      expect(letter!.reason).toMatch(reason);
      expect(letter!.reason).not.toContain('secret-name');
      expect(world.published).toHaveLength(1);
      expect(world.published[0]).toMatchObject({ topic: 'plumbline.outcomes.dlq' });
      expect(world.published[0]!.headers['plumbline_reason']).toBe(letter!.reason);
    });

    it('refuses a label that is no class of the model, once its prediction is here', async () => {
      await world.predictions(loanPrediction(0));
      await world.outcomes(loanOutcome(0, { label: 'perhaps' }));
      expect((await deadLetters())[0]!.reason).toBe('label: give one of "no", "yes", 1, 0, true, false');
    });

    it('puts aside a prediction of an unknown version, of wrong width, and one with a score beyond 0 to 1', async () => {
      await world.predictions(
        loanPrediction(0, { version: 7 }),
        loanPrediction(1, { features: [1] }),
        loanPrediction(2, { score: 1.5 }),
        loanPrediction(3),
      );
      expect((await deadLetters()).map(({ reason }) => reason)).toEqual([
        'version: version 7 of this model is not registered',
        'features: 1 values, the signature has 2',
        'score: must be a probability, 0 to 1',
      ]);
      expect(await windowTotals()).toMatchObject({ predictions: 1 });
    });

    it.each([
      ['a rollout that is no UUID', { rollout: { id: 'not a uuid', arm: 'champion' as const } }],
      ['a subject that no index takes', { subject: randomBytes(4_000).toString('hex') }],
    ])('isolates a record that the database refuses and stores the others of its batch: %s', async (_name, change) => {
      const events = [0, 1, 2, 3, 4].map((i) => loanPrediction(i, i === 2 ? change : {}));
      await world.predictions(...events);
      const stored = await rowsOf<{ prediction_id: string }>('SELECT prediction_id FROM prediction ORDER BY seq');
      expect(stored.map((row) => row.prediction_id)).toEqual(['p0', 'p1', 'p3', 'p4']);
      expect(await deadLetters()).toMatchObject([{ record_offset: '2' }]);
      expect(await rowsOf('SELECT next_offset FROM consumer_offset')).toEqual([{ next_offset: '5' }]);
    });
  });

  describe('counting once', () => {
    it('skips records below the committed offset and counts one prediction id once', async () => {
      const records = monitoredWorld(pool, 'log');
      await records.predictions(loanPrediction(0), loanPrediction(1), loanPrediction(1));
      const redelivered = monitoredWorld(pool, 'log');
      const again = await redelivered.predictions(
        loanPrediction(0),
        loanPrediction(1),
        loanPrediction(1),
        loanPrediction(2),
      );
      expect(again.predictions).toBe(1);
      expect(await windowTotals()).toMatchObject({ predictions: 3 });
    });

    it('keeps scores of other versions, without those of the version that answered', async () => {
      const otherScores = [
        { version: 1, score: 0.1 },
        { version: 2, score: 0.9 },
      ];
      await world.predictions(loanPrediction(0, { otherScores }));
      expect(await rowsOf('SELECT version, score, source FROM version_score')).toEqual([
        { version: 2, score: 0.9, source: 'shadow' },
      ]);
    });

    it('loses and doubles nothing when predictions and outcomes are stored at the same time', async () => {
      const numbers = Array.from({ length: 400 }, (_, i) => i);
      const chunks = Array.from({ length: 20 }, (_, k) => numbers.slice(k * 20, k * 20 + 20));
      const predictions = (async () => {
        for (const chunk of chunks) await world.predictions(...chunk.map((i) => loanPrediction(i)));
      })();
      const outcomes = (async () => {
        for (const chunk of chunks) await world.outcomes(...chunk.map((i) => loanOutcome(i)));
      })();
      await Promise.all([predictions, outcomes]);
      expect(await labels()).toHaveLength(400);
      expect(await rowsOf('SELECT id FROM outcome_orphan')).toHaveLength(0);
      expect(await windowTotals()).toEqual({ predictions: 400, labelled: 400 });
    });
  });
});
