import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { VersionPool, type ModelRunError } from '@plumbline/serving-core';
import { LOOP_SIGNATURE, modelProcessScript, smallModel, triggeredLoop } from '@plumbline/testing';
import { loadModel } from '../load-model';
import { ModelProcess } from './model-process';
import type { ApartPolicy } from './placement';

const FOR_EVER = 1e15;
const LOOP = 1;
const OTHER_LOOP = 2;
const SMALL = 3;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 25));
  expect(what()).toBe(true);
}

describe('the model process', () => {
  let script: string;
  let host: ModelProcess;
  let pool: VersionPool;
  let givenUp: string[];

  beforeAll(() => {
    script = modelProcessScript();
  });

  const poolOf = (policy: ApartPolicy, process = host) =>
    new VersionPool({
      load: (model, version) =>
        loadModel(LOOP_SIGNATURE, version === SMALL ? smallModel() : triggeredLoop(), {
          latencyMs: 0.05,
          placement: { process, policy },
          name: `${model}@${version}`,
        }),
    });

  beforeEach(() => {
    givenUp = [];
    host = new ModelProcess({
      script,
      runLimitMs: 400,
      onGivenUp: (key, error: ModelRunError) => void givenUp.push(`${key.replace(/#.*/, '')} ${error.code}`),
    });
    pool = poolOf('auto');
  });

  afterEach(async () => {
    await pool.close();
    await host.close();
  });

  it('answers what the runtime answers here, by features and by tensors', async () => {
    const here = await poolOf('never').load('m', LOOP);
    const apart = await pool.load('m', LOOP);
    expect(host.generation).toBe(1);
    const rows = Array.from({ length: 150 }, (_, i) => [i / 7 - 9, 3]);
    expect(await apart.score(rows)).toEqual(Array.from(await here.score(rows)));
    expect(apart.graph.inputs).toEqual(here.graph.inputs);
    const tensor = { name: 'features', datatype: 'FP32', shape: [2, 2], values: Float32Array.of(1, 2, -4, 1) } as const;
    const infer = (version: typeof here) => version.infer([tensor], ['probabilities'], { rows: 2 });
    expect(await infer(apart)).toEqual(await infer(here));
    await here.release();
  });

  it('runs small models here', async () => {
    const small = await pool.load('m', SMALL);
    expect(await small.score([[0, 0]])).toEqual([0.5]);
    expect(host.generation).toBe(0);
  });

  it('leaves the event loop free while a slow model runs: small models answer meanwhile', async () => {
    const patient = new ModelProcess({ script, runLimitMs: 60_000 });
    const versions = poolOf('auto', patient);
    const [slow, small] = [await versions.load('m', LOOP), await versions.load('m', SMALL)];
    const gaps: number[] = [];
    let answered = 0;
    // A blocked loop shows in every round, a busy machine does not: the best of the worst counts.
    for (let round = 0; round < 5; round++) {
      let isDone = false;
      const startedAt = performance.now();
      const run = slow.score([[1, 150_000]]).then(() => (isDone = true));
      let worst = 0;
      while (!isDone) {
        const before = performance.now();
        await small.score([[1, 0]]);
        answered++;
        worst = Math.max(worst, performance.now() - before);
      }
      await run;
      expect(performance.now() - startedAt).toBeGreaterThan(100);
      gaps.push(worst);
    }
    expect(Math.min(...gaps)).toBeLessThan(50);
    expect(answered).toBeGreaterThan(500);
    await versions.close();
    await patient.close();
  });

  it('gives up a run that takes too long, replaces the process, and all versions go on', async () => {
    const [loop, other] = [await pool.load('m', LOOP), await pool.load('m', OTHER_LOOP)];
    const pid = host.pid as number;
    await expect(loop.score([[1, FOR_EVER]])).rejects.toMatchObject({ code: 'model_run_timeout', kind: 'unavailable' });
    await until(() => !isAlive(pid));
    expect(await Promise.all([other.score([[0, 2]]), loop.score([[0, 2]])])).toEqual([[0.5], [0.5]]);
    expect([host.generation, givenUp]).toEqual([2, ['m@1 model_run_timeout']]);
    expect(loop.unhealthy).toBeUndefined();
  });

  it('answers a request that waited for the process while it was replaced', async () => {
    const options = { process: host, policy: 'auto' } as const;
    const load = () => loadModel(LOOP_SIGNATURE, triggeredLoop(), { latencyMs: 0.05, placement: options });
    const [hung, patient] = [await load(), await load()];
    const never = hung.score([[1, FOR_EVER]]);
    const waiting = patient.score([[0, 2]]);
    await expect(never).rejects.toMatchObject({ code: 'model_run_timeout' });
    expect([...(await waiting).scores]).toEqual([0.5]);
    await hung.release();
    await patient.release();
  });

  it('leaves a version alone after three such runs in a row; the others serve', async () => {
    const [loop, other] = [await pool.load('m', LOOP), await pool.load('m', OTHER_LOOP)];
    for (let i = 0; i < 3; i++) {
      await expect(loop.score([[1, FOR_EVER]])).rejects.toMatchObject({ code: 'model_run_timeout' });
    }
    expect(loop.unhealthy).toMatchObject({
      code: 'model_run_timeout',
      reason: expect.stringMatching(/longer than 0.4 s/),
    });
    const generation = host.generation;
    await expect(loop.score([[0, 2]])).rejects.toMatchObject({ code: 'version_unhealthy' });
    expect(await other.score([[0, 2]])).toEqual([0.5]);
    expect(host.generation).toBeLessThanOrEqual(generation + 1);
  });

  it('drops what waits behind a long run when its deadline comes, and never runs it', async () => {
    const loop = await pool.load('m', LOOP);
    const long = loop.score([[1, FOR_EVER]]).catch((error: { code: string }) => error.code);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const startedAt = performance.now();
    await expect(loop.score([[0, 2]], startedAt + 100)).rejects.toMatchObject({ code: 'overloaded' });
    expect(performance.now() - startedAt).toBeLessThan(350);
    expect(await long).toBe('model_run_timeout');
  });

  it('is replaced when it dies by itself', async () => {
    const loop = await pool.load('m', LOOP);
    const pid = host.pid as number;
    process.kill(pid, 'SIGKILL');
    await until(() => host.pid !== pid);
    expect(await loop.score([[0, 2]])).toEqual([0.5]);
  });

  it('dies with us even in the middle of an endless run', async () => {
    const program = `
      const { fork } = require('node:child_process');
      const child = fork(${JSON.stringify(script)}, [], { serialization: 'advanced', env: {} });
      const source = Uint8Array.from(Buffer.from(${JSON.stringify(Buffer.from(triggeredLoop()).toString('base64'))}, 'base64'));
      const data = Float32Array.of(1, 1e15);
      child.once('message', () => {
        child.send({ op: 'run', key: 'k', inputs: [{ name: 'features', elementType: 'float', dims: [1, 2], data }], outputName: 'probabilities' });
        setTimeout(() => process.stdout.write(String(child.pid)), 300);
      });
      child.send({ op: 'load', key: 'k', source });`;
    const parent = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(said.toString());
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !isAlive(pid));
  });
});
