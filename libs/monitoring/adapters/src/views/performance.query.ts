import type { PerformanceView } from '@plumbline/contracts';
import { mergePerformance, windowPerformance, type MonitoredVersion } from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';
import type { ViewRange } from './time-range';
import { selectWindows, type SlimWindow } from './windows.query';

function expectedOf(version: MonitoredVersion | null): PerformanceView['expected'] {
  const expected = version?.reference?.expected;
  return version && expected ? { version: version.version, logLoss: expected.logLoss, auc: expected.auc } : null;
}

function totalOf(windows: readonly SlimWindow[]): PerformanceView['total'] {
  const merged = mergePerformance(windows);
  const [first, last] = [windows[0], windows.at(-1)];
  if (merged === null || first === undefined || last === undefined) return null;
  return { from: first.from.toISOString(), to: last.to.toISOString(), ...windowPerformance(merged) };
}

/** @param version whose expectation at birth is shown */
export async function selectPerformanceView(
  db: Queryable,
  model: string,
  range: ViewRange,
  version: MonitoredVersion | null,
): Promise<PerformanceView> {
  const windows = await selectWindows(db, model, range);
  return {
    expected: expectedOf(version),
    total: totalOf(windows),
    windows: windows.map((window) => ({
      version: window.version,
      from: window.from.toISOString(),
      to: window.to.toISOString(),
      ...windowPerformance(window),
    })),
  };
}
