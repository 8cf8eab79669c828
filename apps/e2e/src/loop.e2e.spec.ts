import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, RolloutView, TrainingRunsView, VersionView } from '@plumbline/contracts';
import { describeWithServer, serverCoordinates } from '@plumbline/testing';
import { RunningProduct } from './product/running-product.builder';
import { writeStream } from './product/stream.builder';

const TRAINED_ROWS = 1500;
const ROWS = 6000;
const DELAY_ROWS = 100;

/** One window is 200 rows, at a minute a row. */
const POLICIES = {
  monitor: { windowMs: 200 * 60_000, driftWindows: 1, minimumRows: 100 },
  retraining: {
    minimumNewLabels: 200,
    cooldownPredictions: 500,
    holdoutRecentRows: 1000,
    slidingRows: 2000,
    halfLifeRows: 300,
  },
  gate: { minimumHoldout: 50 },
  rollout: { minimumStepPredictions: 100, minimumLabelled: 60 },
};

interface Replay {
  readonly sent: { predictions: number; outcomes: number };
  readonly stored: { predictions: number; outcomes: number };
  readonly joined: number;
  readonly pending: number;
  readonly orphans: number;
  readonly reconciled: boolean;
}

async function setPolicies(product: RunningProduct): Promise<void> {
  for (const [kind, body] of Object.entries(POLICIES)) {
    const file = join(product.folder, `${kind}.json`);
    writeFileSync(file, JSON.stringify(body));
    const { code, stderr } = await product.cli('policy', 'set', 'loop', kind, file);
    if (code !== 0) throw new RangeError(stderr);
  }
}

function theWholeLoop(environment: () => NodeJS.ProcessEnv, expected: { eventBus: string; queue: string }): void {
  let product: RunningProduct;
  let replay: Replay;

  beforeAll(async () => {
    product = await RunningProduct.start(environment());
    const stream = writeStream(product.folder, ROWS, 2500);
    const rows = `0:${TRAINED_ROWS}`;
    const train = [
      'train',
      '--name',
      'loop',
      '--data',
      stream,
      '--label',
      'left',
      '--positive',
      'yes',
      '--protected',
      'gender',
    ];
    await product.json(...train, '--rows', rows, '--promote');
    await setPolicies(product);
    const how = [
      '--order',
      'row',
      '--rate',
      '120',
      '--label-delay',
      String(DELAY_ROWS),
      '--rows',
      `${TRAINED_ROWS}:${ROWS}`,
    ];
    replay = await product.json<Replay>('replay', 'loop', stream, '--label', 'left', ...how);
  }, 300_000);

  afterAll(() => product?.stop());

  it(`runs on ${expected.eventBus} and ${expected.queue}`, async () => {
    const { body } = await product.request('registry', '/api/v1/status');
    expect(body).toMatchObject(expected);
  });

  it('loses no prediction and no outcome', () => {
    const rows = ROWS - TRAINED_ROWS;
    expect(replay).toMatchObject({
      sent: { predictions: rows, outcomes: rows },
      stored: { predictions: rows, outcomes: rows },
      joined: rows,
      pending: 0,
      orphans: 0,
      reconciled: true,
    });
  });

  it('finds the drift, retrains by itself and brings a better version to people through a canary', async () => {
    const { items: runs } = (await product.request('registry', '/api/v1/training-runs?model=loop'))
      .body as TrainingRunsView;
    expect(runs.filter(({ state }) => state === 'registered')).not.toHaveLength(0);
    expect(runs.every(({ requestedBy }) => requestedBy === 'system:monitor')).toBe(true);
    const { items: rollouts } = (await product.request('registry', '/api/v1/models/loop/rollouts'))
      .body as Page<RolloutView>;
    const promoted = rollouts.filter(({ state }) => state === 'promoted');
    expect(promoted).not.toHaveLength(0);
    expect(promoted[0]?.steps).toEqual([10, 25, 50, 100]);
    const { items: versions } = (await product.request('registry', '/api/v1/models/loop/versions'))
      .body as Page<VersionView>;
    expect(versions.find(({ version }) => version === 1)?.fate).toBe('was_champion');
    expect(versions.some(({ fate }) => fate === 'champion')).toBe(true);
  });

  it('shows drift, performance and fairness of the champion', async () => {
    const of = async (what: string) => (await product.request('registry', `/api/v1/models/loop/${what}`)).body;
    expect(await of('drift')).toMatchObject({ latest: { model: 'loop' } });
    expect(await of('performance')).toMatchObject({
      windows: expect.arrayContaining([expect.objectContaining({ labelled: expect.any(Number) })]),
    });
    expect(await of('fairness')).toMatchObject({ attributes: [expect.objectContaining({ attribute: 'gender' })] });
  });

  it('rolls back in one call, with the reason in the audit log, which verifies', async () => {
    const before = await product.json<{ items?: unknown }>('history', 'loop');
    expect(JSON.stringify(before)).toContain('promote');
    const back = await product.cli('rollback', 'loop', '--reason', 'complaints from the branch');
    expect(back.code).toBe(0);
    const { body } = await product.request('registry', '/api/v1/audit?limit=50');
    expect(JSON.stringify(body)).toContain('complaints from the branch');
    const verified = await product.cli('audit', 'verify');
    expect(`${verified.stdout}${verified.stderr}`).toMatch(/entries|verified|ok/i);
    expect(verified.code).toBe(0);
  });
}

describe('the whole loop on a bare machine', () => {
  theWholeLoop(() => ({ DATABASE_URL: '', REDIS_URL: '', KAFKA_BROKERS: '' }), {
    eventBus: 'embedded',
    queue: 'postgres',
  });
});

describeWithServer(['kafka', 'redis'], 'the whole loop on Kafka and Redis', () => {
  theWholeLoop(
    () => ({ DATABASE_URL: '', REDIS_URL: serverCoordinates('redis'), KAFKA_BROKERS: serverCoordinates('kafka') }),
    { eventBus: 'kafka', queue: 'redis' },
  );
});
