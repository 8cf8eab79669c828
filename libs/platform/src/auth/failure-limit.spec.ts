import { fixedClock } from '@plumbline/testing';
import { FailureLimit } from './failure-limit';

const fail = (limit: FailureLimit, address: string, times: number) => {
  for (let i = 0; i < times; i++) limit.count(address);
};

describe('FailureLimit', () => {
  it('refuses an address after 20 failures, says how long, and lets it try again after that', () => {
    const clock = fixedClock();
    const limit = new FailureLimit(clock);
    fail(limit, 'a', 19);
    expect(() => limit.check('a')).not.toThrow();
    limit.count('a');
    expect(() => limit.check('a')).toThrow(
      expect.objectContaining({ code: 'too_many_failures', kind: 'overloaded', details: { retryAfterSeconds: 3 } }),
    );
    clock.advance(2_999);
    expect(() => limit.check('a')).toThrow();
    clock.advance(1);
    expect(() => limit.check('a')).not.toThrow();
  });

  it('holds nobody else up, and forgets after a minute', () => {
    const clock = fixedClock();
    const limit = new FailureLimit(clock);
    fail(limit, 'a', 100);
    expect(() => limit.check('b')).not.toThrow();
    clock.advance(60_000);
    fail(limit, 'a', 19);
    expect(() => limit.check('a')).not.toThrow();
  });
});
