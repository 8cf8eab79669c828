import { ModelRunError } from '../serving.errors';
import { RunHealth } from './run-health';

describe('RunHealth', () => {
  let nowMs: number;
  let health: RunHealth;
  const givenUp = new ModelRunError('model_run_timeout', 'a run took longer than 10 s');
  const fail = (times: number) => Array.from({ length: times }, () => health.failed(givenUp));

  beforeEach(() => {
    nowMs = 0;
    health = new RunHealth(3, () => nowMs);
  });

  it('leaves a version alone after three runs in a row that were given up, and says why', () => {
    fail(2);
    expect(() => health.check()).not.toThrow();
    fail(1);
    expect(health.unhealthy).toEqual({ code: 'model_run_timeout', reason: givenUp.message, since: new Date(0) });
    nowMs = 20_500;
    expect(() => health.check()).toThrow(
      expect.objectContaining({ code: 'version_unhealthy', details: { retryAfterSeconds: 40 } }),
    );
  });

  it('counts neither what a model refuses nor runs that were given up between good ones', () => {
    fail(2);
    health.ended();
    fail(2);
    Array.from({ length: 9 }, () => health.failed(new RangeError('wrong input')));
    expect(health.unhealthy).toBeUndefined();
  });

  it('tries one run after a minute: a good one forgets all, another failure counts from now', () => {
    fail(3);
    nowMs = 60_000;
    expect(() => health.check()).not.toThrow();
    expect(() => health.check()).toThrow();
    health.failed(givenUp);
    nowMs = 119_000;
    expect(() => health.check()).toThrow();
    nowMs = 120_000;
    health.check();
    health.ended();
    expect(health.unhealthy).toBeUndefined();
    expect(() => health.check()).not.toThrow();
  });
});
