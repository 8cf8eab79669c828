import type { PerformancePointView } from '@plumbline/contracts';
import type { LinePoint, LineSeries } from '@plumbline/ui';

const MOST_SERIES = 6;
/** A window with fewer labelled rows says more about chance than about the version. */
export const MINIMUM_LABELLED = 50;

const isJudged = ({ labelled }: PerformancePointView): boolean => labelled >= MINIMUM_LABELLED;

export type PointMetric = 'logLoss' | 'auc' | 'accuracy' | 'positiveRate' | 'meanScore';

/** One line per version; the latest versions when there are too many to tell apart. */
export function versionSeries(windows: readonly PerformancePointView[]): LineSeries[] {
  const versions = [...new Set(windows.filter(isJudged).map(({ version }) => version))]
    .sort((a, b) => a - b)
    .slice(-MOST_SERIES);
  return versions.map((version) => ({ key: `v${version}`, label: `v${version}` }));
}

/** Windows on one axis of time, oldest first: two versions that served in the same window share a point. */
export function versionPoints(windows: readonly PerformancePointView[], metric: PointMetric): LinePoint[] {
  const byStart = new Map<string, Record<string, number | null>>();
  for (const point of windows) {
    const values = byStart.get(point.from) ?? {};
    values[`v${point.version}`] = isJudged(point) ? point[metric] : null;
    byStart.set(point.from, values);
  }
  return [...byStart].map(([at, values]) => ({ at, values })).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Coverage of all versions together, and the rates beside it. */
export function windowPoints(windows: readonly PerformancePointView[]): LinePoint[] {
  const byStart = new Map<string, { predictions: number; labelled: number }>();
  for (const { from, predictions, labelled } of windows) {
    const sum = byStart.get(from) ?? { predictions: 0, labelled: 0 };
    byStart.set(from, { predictions: sum.predictions + predictions, labelled: sum.labelled + labelled });
  }
  return [...byStart]
    .map(([at, { predictions, labelled }]) => ({
      at,
      values: { coverage: predictions ? labelled / predictions : null },
    }))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

export const ESTIMATE_SERIES: readonly LineSeries[] = [
  { key: 'realised', label: 'realised' },
  { key: 'estimated', label: 'estimated' },
  { key: 'low', label: 'band, low' },
  { key: 'high', label: 'band, high' },
];

/** Accuracy of the version that answered most of each window, beside its estimate with the band. */
export function estimatePoints(windows: readonly PerformancePointView[]): LinePoint[] {
  const leading = new Map<string, PerformancePointView>();
  for (const point of windows) {
    const known = leading.get(point.from);
    if (known === undefined || point.predictions > known.predictions) leading.set(point.from, point);
  }
  return [...leading.values()]
    .map((point) => {
      const { from, metrics, estimated } = point;
      const { estimate = null, low = null, high = null } = estimated?.accuracy ?? {};
      const realised = isJudged(point) ? (metrics?.accuracy?.estimate ?? null) : null;
      return { at: from, values: { realised, estimated: estimate, low, high } };
    })
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
