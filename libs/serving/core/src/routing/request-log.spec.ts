import { logsAnswer, logsRefusal, type RequestLogRules } from './request-log.policy';

const rules = (requestLog: RequestLogRules['requestLog'], requestLogSampleRate = 0.1): RequestLogRules => ({
  requestLog,
  requestLogSampleRate,
  requestLogPayload: false,
});
const ids = Array.from({ length: 20_000 }, (_, i) => `0193a6b2-7c11-7000-8000-${String(i).padStart(12, '0')}`);

describe('request log', () => {
  it('writes refusals unless it is off, and answers only where it is sampled or all', () => {
    const kinds = ['off', 'errors', 'sampled', 'all'] as const;
    expect(kinds.map((kind) => logsRefusal(rules(kind)))).toEqual([false, true, true, true]);
    expect(kinds.map((kind) => logsAnswer(rules(kind, 1), 'p'))).toEqual([false, false, true, true]);
    expect(logsAnswer(rules('sampled', 0), 'p')).toBe(false);
  });

  it('takes the same predictions each time, and about as many as policy says', () => {
    const logged = ids.filter((id) => logsAnswer(rules('sampled'), id));
    // Binomial(20000, 0.1): six standard deviations are 255.
    expect(Math.abs(logged.length - 2_000)).toBeLessThan(255);
    expect(ids.filter((id) => logsAnswer(rules('sampled'), id))).toEqual(logged);
    // A larger share takes those of a smaller one, too.
    expect(logged.every((id) => logsAnswer(rules('sampled', 0.2), id))).toBe(true);
  });
});
