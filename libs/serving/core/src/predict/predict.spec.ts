import { multiclass } from '../output/output.builder';
import { holdoutSalt, isHeldOut } from '../routing/holdout';
import { DEFAULT_RULES, type ModelRoute, type ServingRules } from '../routing/routing-table';
import { ServingState } from '../routing/serving-state';
import { SpoolUnavailableError } from '../serving.errors';
import { aSignature } from '../signature.builder';
import { InMemorySpool } from '../spool/spool.fake';
import { FakeVersionLoader } from '../versions/version-loader.fake';
import { VersionPool } from '../versions/version-pool';
import type { PredictCommand } from './predict-command';
import { Predict } from './predict';
import type { PredictionRecord } from './prediction-record';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const instance = { age: 30, job: 'admin' };
const command = (change: Partial<PredictCommand> = {}): PredictCommand => ({
  model: 'bank',
  instances: [instance],
  record: true,
  ...change,
});
const half: ModelRoute = {
  model: 'bank',
  championVersion: 1,
  rollout: {
    id: 'r1',
    state: 'running',
    championVersion: 1,
    candidateVersion: 2,
    sharePercent: 50,
    salt: 's',
    paired: true,
  },
};
const people = Array.from({ length: 40 }, (_, i) => `c${i}`);
const forAll = { instances: people.map(() => instance), subjects: people };

describe('Predict', () => {
  let loader: FakeVersionLoader;
  let spool: InMemorySpool;
  let state: ServingState;
  let predict: Predict;
  let otherFailures: string[];
  let dropped: string[];

  beforeEach(async () => {
    loader = new FakeVersionLoader();
    for (const version of [1, 2, 3]) {
      loader.models.set(`bank@${version}`, { signature: aSignature(), score: () => version / 10 });
    }
    spool = new InMemorySpool();
    otherFailures = [];
    dropped = [];
    const versions = new VersionPool(loader);
    state = new ServingState(versions);
    let ids = 0;
    const observer = {
      predicted: () => undefined,
      eventsDropped: (model: string, events: number) => void dropped.push(`${model}: ${events}`),
      otherVersionFailed: (_: string, version: number, rows: number, error: unknown) =>
        void otherFailures.push(`${version}: ${rows} rows: ${(error as { code?: string }).code ?? String(error)}`),
    };
    predict = new Predict({ routes: state, versions, spool, observer, newId: () => `p${++ids}`, now: () => NOW });
    await state.apply([{ ...half, rollout: null }]);
  });

  const records = (): PredictionRecord[] =>
    spool.records.map(({ value }) => (JSON.parse(value) as { data: PredictionRecord }).data);

  it('has written the event before it answers, in a CloudEvent under the id of the prediction', async () => {
    const [answer] = await predict.execute(command());
    expect(answer).toEqual({ predictionId: 'p1', version: 1, task: 'binary', score: 0.1, label: 'no' });
    expect(spool.records[0]?.key).toBe('p1');
    expect(JSON.parse(spool.records[0]?.value ?? '')).toEqual({
      specversion: '1.0',
      id: 'p1',
      source: 'urn:plumbline:inference',
      type: 'plumbline.prediction.v1',
      time: NOW.toISOString(),
      datacontenttype: 'application/json',
      data: {
        predictionId: 'p1',
        model: 'bank',
        version: 1,
        features: [30, null, null, 'admin'],
        score: 0.1,
        label: 'no',
        servedAt: NOW.toISOString(),
      },
    });
  });

  it('gives no answer when the event cannot be kept', async () => {
    spool.failWith = new RangeError('disk full');
    await expect(predict.execute(command())).rejects.toThrow('disk full');
  });

  describe('policy of the model', () => {
    const under = (rules: Partial<ServingRules>) =>
      state.apply([{ ...half, rollout: null, rules: { ...DEFAULT_RULES, ...rules } }]);
    const full = new SpoolUnavailableError('spool_full', 'full', 5);

    it('refuses the prediction whose event the spool takes not, unless policy drops the event', async () => {
      spool.failWith = full;
      await expect(predict.execute(command())).rejects.toBe(full);
      await under({ whenSpoolIsFull: 'drop' });
      expect(await predict.execute(command({ instances: [instance, instance] }))).toHaveLength(2);
      expect(dropped).toEqual(['bank: 2']);
    });

    it('scores and records who is held out, and says nothing to act on; nobody without such a policy', async () => {
      expect((await predict.execute(command(forAll))).filter(({ holdout }) => holdout)).toEqual([]);
      expect(records().every((record) => !('holdout' in record))).toBe(true);
      spool.records.length = 0;
      const holdout = { salt: holdoutSalt('bank', 1), percent: 30 };
      await under({ holdout });
      const answers = await predict.execute(command(forAll));
      const heldOut = people.map((subject) => isHeldOut(holdout, subject));
      expect(new Set(heldOut)).toEqual(new Set([true, false]));
      expect(answers.map((answer) => answer.holdout === true)).toEqual(heldOut);
      expect(records().map((record) => [record.score, record.holdout])).toEqual(heldOut.map((out) => [0.1, out]));
      expect(await predict.execute(command({ ...forAll, version: 2 }))).not.toContainEqual(
        expect.objectContaining({ holdout: true }),
      );
    });

    it('drops no event for another reason', async () => {
      await under({ whenSpoolIsFull: 'drop' });
      spool.failWith = new RangeError('a bug');
      await expect(predict.execute(command())).rejects.toThrow('a bug');
    });

    it('refuses an unknown field, or ignores it and keeps it out of the event', async () => {
      const asked = command({ instances: [{ ...instance, shoe: 43 }] });
      await expect(predict.execute(asked)).rejects.toMatchObject({ code: 'instances_invalid' });
      await under({ unknownFields: 'ignore' });
      await predict.execute(asked);
      expect(records()[0]?.features).toEqual([30, null, null, 'admin']);
    });
  });

  it('records a missing value as missing, although the model was given its default', async () => {
    const features = aSignature().features.map((one) => (one.name === 'visits' ? { ...one, default: 3 } : one));
    loader.models.set('bank@7', { signature: aSignature({ features }), score: () => 0.7 });
    await predict.execute(command({ version: 7 }));
    expect(records()[0]?.features).toEqual([30, null, null, 'admin']);
  });

  it('runs nothing that could not begin in time', async () => {
    let runs = 0;
    loader.models.set('bank@8', { signature: aSignature(), score: () => ++runs / 10 });
    const late = predict.execute(command({ version: 8, timeoutMs: 1e-6 }));
    await expect(late).rejects.toMatchObject({ code: 'overloaded', kind: 'unavailable' });
    expect([runs, spool.records.length]).toEqual([0, 0]);
  });

  it('answers each subject by the version of its arm, and records the other score', async () => {
    await state.apply([half]);
    const answers = await predict.execute(command(forAll));
    expect(new Set(answers.map(({ version }) => version))).toEqual(new Set([1, 2]));
    records().forEach((record, i) => {
      const other = record.version === 1 ? 2 : 1;
      expect([record.subject, record.version]).toEqual([people[i], answers[i]?.version]);
      expect(record.otherScores).toEqual([{ version: other, score: other / 10 }]);
      expect(record.rollout).toEqual({ id: 'r1', arm: record.version === 2 ? 'candidate' : 'champion' });
    });
  });

  it('answers although the other version throws', async () => {
    loader.models.set('bank@2', {
      signature: aSignature(),
      score: () => {
        throw new RangeError('broken session');
      },
    });
    await state.apply([{ ...half, rollout: half.rollout && { ...half.rollout, sharePercent: 0 } }]);
    const [answer] = await predict.execute(command());
    expect(answer?.version).toBe(1);
    expect(records()[0]).not.toHaveProperty('otherScores');
    expect(otherFailures).toEqual(['2: 1 rows: RangeError: broken session']);
  });

  it('leaves out the other score when it is not a number', async () => {
    loader.models.set('bank@2', { signature: aSignature(), score: () => NaN });
    await state.apply([{ ...half, rollout: half.rollout && { ...half.rollout, sharePercent: 0 } }]);
    await predict.execute(command());
    expect(records()[0]).not.toHaveProperty('otherScores');
  });

  it('judges every row by the version that answers it, with the position in the request', async () => {
    const strict = aSignature({
      features: aSignature().features.map((feature) => ({ ...feature, required: true })),
    });
    loader.models.set('bank@2', { signature: strict, score: () => 0.2 });
    await state.apply([half]);
    const candidates = people.flatMap((subject, i) => (state.table.route('bank', subject).version === 2 ? [i] : []));
    await expect(predict.execute(command(forAll))).rejects.toMatchObject({
      code: 'instances_invalid',
      fields: candidates.flatMap((i) => [
        { pointer: `/instances/${i}/visits`, detail: 'expected a whole number, found nothing' },
        { pointer: `/instances/${i}/member`, detail: 'expected true or false, found nothing' },
      ]),
    });
    expect(spool.records).toEqual([]);
  });

  it('says for which row the model has no finite score', async () => {
    loader.models.set('bank@3', { signature: aSignature(), score: ([age]) => (age === 31 ? NaN : 0.3) });
    const rows = { instances: [instance, { ...instance, age: 31 }], version: 3 };
    await expect(predict.execute(command(rows))).rejects.toMatchObject({ fields: [{ pointer: '/instances/1' }] });
  });

  it('asks a pinned version outside of any rollout', async () => {
    await state.apply([half]);
    const [answer] = await predict.execute(command({ version: 3 }));
    expect(answer).toMatchObject({ version: 3, score: 0.3 });
    expect(records()[0]).not.toHaveProperty('rollout');
    expect(records()[0]).not.toHaveProperty('otherScores');
  });

  it('leaves no event and asks no other version when it is not to record', async () => {
    await state.apply([half]);
    await predict.execute(command({ record: false }));
    expect(spool.records).toEqual([]);
  });

  it('refuses an event that no bus could take', async () => {
    const attributes = [{ a: 'x'.repeat(300_000) }];
    await expect(predict.execute(command({ attributes }))).rejects.toMatchObject({ code: 'event_too_large' });
  });

  it('answers a regression without a label', async () => {
    loader.models.set('bank@3', { signature: aSignature({ task: 'regression' }), score: () => 1_234.5 });
    const [answer] = await predict.execute(command({ version: 3 }));
    expect(answer).toEqual({ predictionId: 'p1', version: 3, task: 'regression', score: 1_234.5 });
  });

  it('answers many classes with the most probable and all probabilities, and records the probability of the label', async () => {
    const signature = multiclass();
    loader.models.set('bank@3', { signature, score: () => [0.2, 0.5, 0.3] });
    expect(await predict.execute(command({ version: 3 }))).toEqual([
      {
        predictionId: 'p1',
        version: 3,
        task: 'multiclass',
        score: 0.5,
        label: 'paris',
        probabilities: { berlin: 0.2, paris: 0.5, rome: 0.3 },
      },
    ]);
    expect(records()[0]).toMatchObject({ score: 0.5, label: 'paris' });
    expect(records()[0]).not.toHaveProperty('probabilities');
  });

  it('answers a model of labels only with its label and no probability', async () => {
    loader.models.set('bank@3', { signature: multiclass({ kind: 'label' }), score: () => 2 });
    const [answer] = await predict.execute(command({ version: 3 }));
    expect(answer).toEqual({ predictionId: 'p1', version: 3, task: 'multiclass', score: 1, label: 'rome' });
    expect(records()[0]).toMatchObject({ score: 1, label: 'rome' });
  });

  it('gives no prediction whose score is no probability, and leaves no event', async () => {
    loader.models.set('bank@3', { signature: aSignature(), score: () => 1.7 });
    await expect(predict.execute(command({ version: 3 }))).rejects.toMatchObject({
      code: 'instances_invalid',
      fields: [{ pointer: '/instances/0', detail: expect.stringMatching(/no probability/) }],
    });
    expect(spool.records).toEqual([]);
  });
});
