import type { PerformancePointView } from '@plumbline/contracts';
import { estimatePoints, versionPoints, versionSeries, windowPoints } from './performance-series';

const point = (version: number, hour: number, change: Partial<PerformancePointView> = {}): PerformancePointView => ({
  version,
  from: `2026-11-22T${String(hour).padStart(2, '0')}:00:00Z`,
  to: '',
  predictions: 100,
  labelled: 50,
  positiveRate: 0.1,
  meanScore: 0.1,
  logLoss: 0.3,
  auc: null,
  accuracy: null,
  ...change,
});

describe('performance over windows', () => {
  it('puts two versions of one window into one point', () => {
    const points = versionPoints([point(2, 11), point(1, 10), point(1, 11, { logLoss: 0.4 })], 'logLoss');
    expect(points.map(({ values }) => values)).toEqual([{ v1: 0.3 }, { v2: 0.3, v1: 0.4 }]);
  });

  it('keeps the latest versions when there are too many lines', () => {
    const windows = Array.from({ length: 9 }, (_, i) => point(i + 1, i));
    expect(versionSeries(windows).map(({ key }) => key)).toEqual(['v4', 'v5', 'v6', 'v7', 'v8', 'v9']);
  });

  it('leaves out windows with too few labelled rows, and lines of which nothing is left', () => {
    const windows = [point(1, 10), point(2, 10, { labelled: 49 })];
    expect(versionPoints(windows, 'logLoss').map(({ values }) => values)).toEqual([{ v1: 0.3, v2: null }]);
    expect(versionSeries(windows).map(({ key }) => key)).toEqual(['v1']);
  });

  it('counts coverage over the versions together, and none where nothing was predicted', () => {
    const windows = [point(1, 10), point(2, 10, { labelled: 100 }), point(1, 11, { predictions: 0, labelled: 0 })];
    expect(windowPoints(windows).map(({ values }) => values['coverage'])).toEqual([0.75, null]);
  });

  it('puts the estimate and its band beside the accuracy of the version that answered most', () => {
    const interval = (estimate: number) => ({ estimate, low: estimate - 0.1, high: estimate + 0.1, n: 100 });
    const metrics = { accuracy: interval(0.7) };
    const points = estimatePoints([
      point(1, 10, { predictions: 10, metrics, estimated: { accuracy: interval(0.5) } }),
      point(2, 10, { metrics, estimated: { accuracy: interval(0.8) } }),
      point(2, 11, { labelled: 49, metrics }),
    ]);
    expect(points.map(({ values }) => values)).toEqual([
      { realised: 0.7, estimated: 0.8, low: expect.closeTo(0.7, 9) as number, high: expect.closeTo(0.9, 9) as number },
      { realised: null, estimated: null, low: null, high: null },
    ]);
  });
});
