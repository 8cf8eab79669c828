import { ExecuteRun } from './execute-run';
import { RetrainingFailed } from './retraining.errors';
import { FakeRetraining } from './retraining.fake';

const NOW = () => new Date('2026-01-01T00:01:00Z');
const attempt = (last = false, signal = new AbortController().signal) => ({ last, signal });

function aWorld() {
  const world = new FakeRetraining();
  world.queue('run-1');
  const executor = new ExecuteRun(world.ports);
  return {
    world,
    execute: (given = attempt()) => executor.execute('run-1', given, NOW),
    run: () => world.runs.get('run-1'),
  };
}

describe('a training run', () => {
  it('registers a candidate that passes the gates and offers it as a canary', async () => {
    const { world, execute, run } = aWorld();
    await execute();
    expect(run()).toMatchObject({ state: 'registered', candidateVersion: 2, progress: 1, stage: 'done' });
    expect(world.canaries).toEqual([{ version: 2, frozenAt: new Date('2026-01-01T00:00:00Z') }]);
    expect(world.entries.map(({ action }) => action)).toEqual(['training_run.registered']);
  });

  it('keeps with the candidate what it was judged by', async () => {
    const { world, execute, run } = aWorld();
    await execute();
    expect(world.gateReports.get(2)).toMatchObject({
      ...{ schemaVersion: 1, runId: 'run-1', championVersion: 1, gates: run()?.gates },
      evaluation: { candidate: { logLoss: expect.any(Number) } },
    });
  });

  it('never trains on a row that judges the candidate', async () => {
    const { world, execute, run } = aWorld();
    await execute();
    const { trainRows, holdoutRows } = run()?.snapshot as { trainRows: number; holdoutRows: number };
    expect(world.trainer.trainedIds).toHaveLength(trainRows);
    expect(trainRows + holdoutRows).toBe(1200);
    expect(holdoutRows).toBeGreaterThan(200);
  });

  it('lets both versions score what still waits for its outcome', async () => {
    const { world, execute } = aWorld();
    await execute();
    expect(world.backfilled).toEqual([
      { version: 2, predictionId: 'waiting', score: expect.closeTo(0.9) },
      { version: 1, predictionId: 'waiting', score: expect.closeTo(0.7) },
    ]);
  });

  it('rejects a candidate that is worse than the champion, and registers nothing', async () => {
    const { world, execute, run } = aWorld();
    world.useTrainer('poor');
    await execute();
    expect(run()).toMatchObject({
      state: 'rejected',
      reason: expect.stringContaining('log_loss_against_champion FAIL'),
    });
    expect(world.registered).toEqual([]);
    expect(world.canaries).toEqual([]);
  });

  it('rejects when the hold-out is too small: insufficient data is not a pass', async () => {
    const { world, execute, run } = aWorld();
    world.rows = world.rows.slice(0, 300);
    await execute();
    expect(run()?.reason).toContain('INSUFFICIENT_DATA');
  });

  it('killed after registering, runs again and finds its version instead of making another', async () => {
    const { world, execute, run } = aWorld();
    world.canaryFailures = 1;
    await expect(execute()).rejects.toThrow('killed before the canary');
    expect(run()?.finishedAt).toBeNull();
    await execute();
    expect(world.registered).toHaveLength(1);
    expect(run()).toMatchObject({ state: 'registered', candidateVersion: 2 });
  });

  it('that is finished does nothing when its job comes again', async () => {
    const { world, execute } = aWorld();
    await execute();
    await execute();
    expect(world.canaries).toHaveLength(1);
  });

  it('fails at once, with the reason, when repeating would not help', async () => {
    const { world, execute, run } = aWorld();
    world.trainer.failure = new RetrainingFailed('trainer', 'there is one class only');
    await execute();
    expect(run()).toMatchObject({ state: 'failed', reason: 'there is one class only' });
  });

  it('is tried again after an unforeseen error, and failed at the last attempt', async () => {
    const { world, execute, run } = aWorld();
    world.trainer.failure = new TypeError('connection lost');
    await expect(execute()).rejects.toThrow('connection lost');
    expect(run()?.state).toBe('running');
    await execute(attempt(true));
    expect(run()).toMatchObject({ state: 'failed', log: expect.stringContaining('connection lost') });
  });

  it('that was cancelled says so', async () => {
    const { world, execute, run } = aWorld();
    const controller = new AbortController();
    controller.abort();
    world.trainer.failure = new RetrainingFailed('trainer', 'The trainer was cancelled.');
    await execute(attempt(false, controller.signal));
    expect(run()).toMatchObject({ state: 'cancelled' });
  });
});
