import fc from 'fast-check';
import { judgeAnswer } from './judge-answer';
import { DEFAULT_SCHEDULE, retryDelayMs } from './retry-schedule';
import { webhookHeaders } from './sign-webhook';

describe('a webhook', () => {
  it('is signed as the Standard Webhooks reference libraries do', () => {
    // The published vector of github.com/standard-webhooks/standard-webhooks, libraries/javascript test "sign".
    const headers = webhookHeaders(
      { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestampSeconds: 1614265330, body: '{"test": 2432232314}' },
      ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    );
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('carries one signature for each live secret', () => {
    const message = { id: 'm', timestampSeconds: 1, body: '{}' };
    const [one, two] = ['whsec_AAAA', 'whsec_BBBB'].map((s) => webhookHeaders(message, [s])['webhook-signature']);
    expect(webhookHeaders(message, ['whsec_AAAA', 'whsec_BBBB'])['webhook-signature']).toBe(`${one} ${two}`);
  });

  it.each([
    [200, 'delivered'],
    [204, 'delivered'],
    [302, 'failed'],
    [404, 'failed'],
    [410, 'gone'],
    [500, 'failed'],
  ])('answered with %i is %s', (status, kind) => {
    expect(judgeAnswer(status, undefined, 0).kind).toBe(kind);
  });

  it('waits as long as the receiver asks for, in seconds or until a date', () => {
    expect(judgeAnswer(429, '7', 0)).toEqual({ kind: 'failed', retryAfterMs: 7_000 });
    expect(judgeAnswer(503, 'Thu, 01 Jan 1970 00:00:09 GMT', 2_000)).toEqual({ kind: 'failed', retryAfterMs: 7_000 });
    expect(judgeAnswer(503, 'soon', 0)).toEqual({ kind: 'failed', retryAfterMs: 0 });
  });
});

describe('the pause before another attempt', () => {
  it('grows threefold, is shortened by at most half, and never exceeds four hours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 11 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, random) => {
          const full = Math.min(4 * 3_600_000, 5_000 * 3 ** (attempt - 1));
          const delay = retryDelayMs(DEFAULT_SCHEDULE, attempt, random)!;
          expect(delay).toBeGreaterThanOrEqual(Math.floor(full / 2));
          expect(delay).toBeLessThanOrEqual(full);
        },
      ),
    );
  });

  it('is as long as the receiver asks for, up to four hours, and there is none after the last attempt', () => {
    expect(retryDelayMs(DEFAULT_SCHEDULE, 1, 0, 60_000)).toBe(60_000);
    expect(retryDelayMs(DEFAULT_SCHEDULE, 1, 0, 1e12)).toBe(4 * 3_600_000);
    expect(retryDelayMs(DEFAULT_SCHEDULE, 12, 0)).toBeNull();
    expect(retryDelayMs(DEFAULT_SCHEDULE, 3, 0)).toBe(22_500);
  });
});
