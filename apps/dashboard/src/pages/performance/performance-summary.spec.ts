import type { PerformanceView } from '@plumbline/contracts';
import {
  accuracySummary,
  ageText,
  beliefInEstimate,
  hasOnlyAccuracy,
  lossSummary,
  whereText,
} from './performance-summary';

const total = {
  from: '2026-01-01T00:00:00Z',
  to: '2026-01-02T00:00:00Z',
  predictions: 200,
  labelled: 100,
  positiveRate: null,
  meanScore: null,
  logLoss: null,
  auc: null,
  accuracy: 0.83,
};
const view = (change: Partial<typeof total> = {}): PerformanceView => ({
  expected: null,
  total: { ...total, ...change },
  windows: [],
});

describe('the summary of a model without a probability of one class', () => {
  it('tells its accuracy and why there is no log loss', () => {
    expect(hasOnlyAccuracy(view())).toBe(true);
    expect(accuracySummary(view())).toMatch(/^83.* of 100 labelled predictions were right.*no log loss/);
    expect(lossSummary(view(), 'logLoss')).toMatch(/cannot be told/);
  });

  it('waits for outcomes before it says anything', () => {
    const waiting = view({ labelled: 0, accuracy: null as never });
    expect(hasOnlyAccuracy(waiting)).toBe(false);
    expect(accuracySummary(waiting)).toMatch(/needs outcomes/);
    expect(lossSummary(waiting, 'auc')).toMatch(/not known yet/);
  });
});

describe('what the estimate is worth', () => {
  const estimated = { accuracy: { estimate: 0.8, low: 0.7, high: 0.9, n: 100 } };
  const calibration = { atBirth: 'unknown', calibrationErrorAtBirth: null, calibrationError: null } as const;
  const told = { ...view(), total: { ...total, estimated } };

  it('says that it is a guess when nobody measured the calibration', () => {
    expect(beliefInEstimate({ ...told, calibration })).toMatchObject({
      tone: 'watch',
      text: expect.stringMatching(/guess/) as string,
    });
    const measured = { ...calibration, atBirth: 'measured', calibrationErrorAtBirth: 0.012 } as const;
    expect(beliefInEstimate({ ...told, calibration: measured })?.text).toMatch(/0\.012/);
    expect(beliefInEstimate(view())).toBeNull();
  });

  it('names ages and segments as people do', () => {
    const age = { predictions: 1, labelled: 1, share: 1 };
    expect(ageText({ ...age, fromMs: 0, toMs: 3_600_000 })).toBe('up to 1 h');
    expect(ageText({ ...age, fromMs: 30 * 86_400_000, toMs: null })).toBe('30 d and more');
    expect(
      whereText([
        { feature: 'job', value: 'a' },
        { feature: 'age', value: 'below 25' },
      ]),
    ).toBe('job: a, age: below 25');
  });
});
