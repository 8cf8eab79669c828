import type { CalibrationView, PerformancePointView, PerformanceView } from '@plumbline/contracts';
import {
  coverageByAge,
  delayQuantile,
  estimatedMetrics,
  isMature,
  type LabelPolicy,
  mergePerformance,
  type MonitoredVersion,
  type PerformanceCounters,
  realisedMetrics,
  segmentPerformance,
  windowPerformance,
} from '@plumbline/monitoring-core';
import { histogramCalibrationBins } from '@plumbline/stats';
import type { Queryable } from '../../queryable';
import { type LabelStanding, selectLabelStanding } from './label-standing.query';
import { type PerformanceWindow, selectPerformanceWindows } from './performance-windows.query';
import type { ViewRange } from '../time-range';

function expectedOf(version: MonitoredVersion | null): PerformanceView['expected'] {
  const expected = version?.reference?.expected;
  return version && expected ? { version: version.version, logLoss: expected.logLoss, auc: expected.auc } : null;
}

const pointOf = (counters: PerformanceCounters, from: Date, to: Date): Omit<PerformancePointView, 'version'> => ({
  from: from.toISOString(),
  to: to.toISOString(),
  ...windowPerformance(counters),
  metrics: realisedMetrics(counters),
  estimated: estimatedMetrics(counters),
});

function calibrationOf(version: MonitoredVersion | null, merged: PerformanceCounters): CalibrationView {
  const atBirth = version?.reference?.expected?.calibrationError ?? null;
  return {
    atBirth: atBirth === null ? 'unknown' : 'measured',
    calibrationErrorAtBirth: atBirth,
    calibrationError: realisedMetrics(merged).calibrationError ?? null,
  };
}

function coverageOf(
  windows: readonly PerformanceWindow[],
  { predictions, labelled, timedOut }: PerformanceCounters,
  { latestEvent, provisional, orphans, late }: LabelStanding,
): NonNullable<PerformanceView['coverage']> {
  const aged = windows.map((window) => ({ ...window, endsAtMs: window.to.getTime() }));
  return {
    ...{ predictions, labelled, timedOut: timedOut ?? 0, provisional, orphans, late },
    share: predictions > 0 ? labelled / predictions : null,
    byAge: coverageByAge(aged, latestEvent?.getTime() ?? 0),
  };
}

function delayOf(delays: readonly number[]): NonNullable<PerformanceView['delay']> {
  const outcomes = delays.reduce((sum, n) => sum + n, 0);
  return { outcomes, medianMs: delayQuantile(delays, 0.5), p90Ms: delayQuantile(delays, 0.9) };
}

/** @param version whose expectation at birth is shown */
export async function selectPerformanceView(
  db: Queryable,
  model: string,
  range: ViewRange,
  version: MonitoredVersion | null,
  policy: LabelPolicy,
): Promise<PerformanceView> {
  const windows = await selectPerformanceWindows(db, model, range);
  const merged = mergePerformance(windows);
  const [first, last] = [windows[0], windows.at(-1)];
  const expected = expectedOf(version);
  if (merged === null || first === undefined || last === undefined) return { expected, total: null, windows: [] };
  const standing = await selectLabelStanding(db, model);
  const latestMs = standing.latestEvent?.getTime() ?? 0;
  return {
    expected,
    total: pointOf(merged, first.from, last.to),
    windows: windows.map((window) => ({
      version: window.version,
      ...pointOf(window, window.from, window.to),
      mature: isMature(window.to.getTime(), latestMs, policy),
    })),
    calibration: calibrationOf(version, merged),
    reliability: merged.labels === null ? [] : histogramCalibrationBins(merged.labels.histogram),
    coverage: coverageOf(windows, merged, standing),
    delay: delayOf(merged.delays ?? []),
    segments: segmentPerformance(merged.segments ?? {}),
  };
}
