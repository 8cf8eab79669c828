import { assertAllHandled, JOB_NAMES, parseJobPayload, queuesOf } from './job-catalog-check';

describe('the job catalog check', () => {
  it('accepts that each job of the catalog is handled once', () => {
    expect(() => assertAllHandled(JOB_NAMES)).not.toThrow();
  });

  it('names a job that nobody handles', () => {
    expect(() => assertAllHandled(JOB_NAMES.filter((name) => name !== 'rollouts.tick'))).toThrow(
      'no handler for rollouts.tick',
    );
  });

  it('names a job that two handle, and one that is not in the catalog', () => {
    expect(() => assertAllHandled([...JOB_NAMES, 'rollouts.tick'])).toThrow('two handlers for rollouts.tick');
    expect(() => assertAllHandled([...JOB_NAMES, 'no.such.job'])).toThrow('unknown job no.such.job');
  });

  it('knows the queue of each job and refuses an unknown job', () => {
    expect(queuesOf(['rollouts.tick', 'retraining.run']).sort()).toEqual(['retraining-runs', 'rollouts']);
    expect(() => queuesOf(['no.such.job'])).toThrow('no job no.such.job');
  });

  it('fills in defaults and refuses what does not fit, with the place', () => {
    const given = { model: 'm', trigger: 'drift', requestedBy: 'me' };
    expect(parseJobPayload('retraining.consider', given)).toEqual({ ...given, detail: {} });
    expect(() => parseJobPayload('retraining.run', { runId: 7 })).toThrow(/\/runId/);
  });
});
