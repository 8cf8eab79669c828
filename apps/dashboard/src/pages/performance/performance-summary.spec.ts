import type { PerformanceView } from '@plumbline/contracts';
import { accuracySummary, hasOnlyAccuracy, lossSummary } from './performance-summary';

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
