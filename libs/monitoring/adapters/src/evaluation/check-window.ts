import {
  type CheckFindings,
  delayQuantile,
  estimatedMetrics,
  evaluateDrift,
  evaluateFairness,
  evaluateQuality,
  mergeCounters,
  type MonitoredVersion,
  type MonitorPolicy,
  performanceDrift,
  realisedMetrics,
  streamStandings,
  type WindowCounters,
  windowPerformance,
} from '@plumbline/monitoring-core';
import { streamStore } from '../streams/stream.store';
import type { Queryable } from '../queryable';
import { evaluationStore, type StoredWindow } from './evaluation.store';
import { selectVolumes } from './volumes.query';

const mergeAll = (windows: readonly StoredWindow[]): WindowCounters | null =>
  windows.length === 0 ? null : windows.map(({ counters }) => counters).reduce(mergeCounters);

/** What one closed window, merged with those before it as the policy says, shows of a version. */
export async function checkWindow(
  db: Queryable,
  version: MonitoredVersion,
  policy: MonitorPolicy,
  since: Date,
  window: StoredWindow,
): Promise<CheckFindings> {
  const { model, version: number } = version;
  const to = new Date(window.endsAtMs);
  const range = { model, version: number, since, to, limit: policy.driftWindows };
  const windows = await evaluationStore.latestWindows(db, range);
  const merged = mergeAll(windows) ?? window.counters;
  // Labels come late: the label rate and the performance are those of the latest windows that have any.
  const matured = mergeAll(await evaluationStore.latestWindows(db, range, true));
  const counters = { ...merged, labels: matured?.labels ?? merged.labels };
  const times = { fromMs: windows.at(-1)?.startsAtMs ?? window.startsAtMs, toMs: window.endsAtMs };
  const stream = await streamStore.load(db, model, number);
  return {
    report: evaluateDrift(version, counters, policy, times),
    performance: performanceDrift(version.reference?.expected ?? null, counters, policy),
    fairness: evaluateFairness(version, merged, policy, matured ?? merged),
    totals: windowPerformance(merged),
    matured: matured && windowPerformance(matured),
    realised: realisedMetrics(matured ?? merged),
    estimated: estimatedMetrics(merged),
    labelDelayMs: matured?.delays ? delayQuantile(matured.delays, 0.9) : null,
    quality: evaluateQuality(version, merged, policy, times, await selectVolumes(db, model, window)),
    streams: stream === null ? [] : streamStandings(stream),
  };
}
