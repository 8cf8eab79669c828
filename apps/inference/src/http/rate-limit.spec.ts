import { RateLimit } from './rate-limit';

describe('RateLimit', () => {
  let nowMs: number;
  const limitOf = (perSecond: number, burst?: number) => new RateLimit({ perSecond, burst, nowMs: () => nowMs });
  const taken = (limit: RateLimit, caller: string, times: number): number => {
    for (let i = 0; i < times; i++) {
      try {
        limit.take(caller);
      } catch {
        return i;
      }
    }
    return times;
  };

  beforeEach(() => (nowMs = 0));

  it('allows a burst, then the rate, for each caller apart', () => {
    const limit = limitOf(10, 25);
    expect([taken(limit, 'a', 99), taken(limit, 'a', 99), taken(limit, 'b', 99)]).toEqual([25, 0, 25]);
    nowMs = 1_000;
    expect(taken(limit, 'a', 99)).toBe(10);
    nowMs = 3_600_000;
    expect(taken(limit, 'a', 99)).toBe(25);
  });

  it('allows as much at once as in a second where no burst is said, and never less than one', () => {
    expect(taken(limitOf(7), 'a', 99)).toBe(7);
    expect(taken(limitOf(0.2), 'a', 99)).toBe(1);
  });

  it('says when to come back', () => {
    const limit = limitOf(0.25);
    limit.take('a');
    expect(() => limit.take('a')).toThrow(
      expect.objectContaining({ kind: 'overloaded', code: 'rate_limited', details: { retryAfterSeconds: 4 } }),
    );
  });

  it('limits nobody at 0', () => {
    expect(taken(limitOf(0), 'a', 1_000)).toBe(1_000);
  });

  it('remembers who asked too much, however many others ask', () => {
    const limit = limitOf(1, 1);
    limit.take('greedy');
    for (let i = 0; i < 20_000; i++) limit.take(`caller ${i}`);
    expect(() => limit.take('greedy')).toThrow();
  });
});
