import { PlumblineError } from '@plumbline/problem';
import { UnrecoverableError } from 'bullmq';
import { runJob, type TakenJob } from './run-job';

const taken = (name: string, data: unknown): TakenJob => ({
  name,
  data,
  attemptsMade: 0,
  updateProgress: () => Promise.resolve(),
});

describe('runJob', () => {
  afterEach(() => jest.useRealTimers());

  it('tells a job that takes too long to stop, and fails the attempt so that it is tried again', async () => {
    jest.useFakeTimers();
    let reason: unknown;
    const run = runJob(taken('rollouts.tick', {}), {
      'rollouts.tick': (_, { signal }) =>
        new Promise(() => signal.addEventListener('abort', () => (reason = signal.reason))),
    });
    const failed = expect(run).rejects.toMatchObject({ code: 'job_timeout', retryable: true });
    await jest.advanceTimersByTimeAsync(29_999);
    expect(reason).toBeUndefined();
    await jest.advanceTimersByTimeAsync(2);
    await failed;
    expect(reason).toMatchObject({ code: 'job_timeout' });
  });

  it.each([
    ['invalid', true],
    ['conflict', true],
    ['not_found', true],
    ['unavailable', false],
    ['internal', false],
  ] as const)('a failure of kind %s ends the job for good: %s', async (kind, final) => {
    const run = runJob(taken('rollouts.tick', {}), {
      'rollouts.tick': () => Promise.reject(new PlumblineError(kind, 'some_code', 'what happened')),
    });
    const error = await run.catch((thrown: unknown) => thrown);
    expect(error instanceof UnrecoverableError).toBe(final);
    expect((error as Error).message).toContain('what happened');
  });

  it('ends a job without a handler, and an unknown one, for good', async () => {
    await expect(runJob(taken('audit.sequence', {}), {})).rejects.toBeInstanceOf(UnrecoverableError);
    await expect(runJob(taken('no.such.job', {}), {})).rejects.toBeInstanceOf(UnrecoverableError);
  });

  it('passes progress on as a share between 0 and 1', async () => {
    const told: number[] = [];
    const job = { ...taken('rollouts.tick', {}), updateProgress: async (share: number) => void told.push(share) };
    await runJob(job, {
      'rollouts.tick': async (_, { progress }) => {
        for (const share of [-1, 0.5, 7]) await progress(share);
      },
    });
    expect(told).toEqual([0, 0.5, 1]);
  });
});
