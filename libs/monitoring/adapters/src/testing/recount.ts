import {
  addLabel,
  addPrediction,
  emptyCounters,
  mergeCounters,
  type MonitoredVersion,
  windowStart,
  type WindowCounters,
} from '@plumbline/monitoring-core';
import type { EventFlood } from './event-flood.builder';
import { loanPrediction } from './monitored-world.builder';

/** Windows by their start in ms, counted one row after the other: no batches, no deltas, no revisions taken back. */
export function recount(version: MonitoredVersion, flood: EventFlood, windowMs: number): Map<number, WindowCounters> {
  const windows = new Map<number, WindowCounters>();
  for (let i = 0; i < flood.totals.predictions; i += 1) {
    const { features, attributes = null, score, label, servedAt } = loanPrediction(i);
    const servedAtMs = Date.parse(servedAt);
    const startsAtMs = windowStart(servedAtMs, windowMs);
    const counters = windows.get(startsAtMs) ?? emptyCounters(version);
    windows.set(startsAtMs, counters);
    const row = { features, attributes, score, predictedLabel: label ?? null };
    addPrediction(version, counters, row);
    const known = flood.labels[i];
    if (known === undefined) continue;
    const { positive, observedAtMs } = known;
    const delayMs = observedAtMs - servedAtMs;
    addLabel(version, counters, { row, label: positive ? 'yes' : 'no', positive, delayMs, timedOut: false });
  }
  return windows;
}

const ROUNDING = 1e-9;

/** Paths at which two trees of counters differ: whole numbers exactly, sums of fractions up to rounding. */
function treeDifferences(a: unknown, b: unknown, path: string): string[] {
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...names].flatMap((name) =>
      treeDifferences((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name], `${path}/${name}`),
    );
  }
  const areFractions = typeof a === 'number' && typeof b === 'number' && !(Number.isInteger(a) && Number.isInteger(b));
  const equal = areFractions ? Math.abs(a - b) <= ROUNDING * Math.max(1, Math.abs(a)) : a === b;
  return equal ? [] : [`${path}: ${String(a)} is not ${String(b)}`];
}

/** Merging with nothing brings both into the order of stored counters. */
export function differences(
  version: MonitoredVersion,
  found: ReadonlyMap<number, WindowCounters>,
  expected: ReadonlyMap<number, WindowCounters>,
): string[] {
  const normal = (counters: WindowCounters | undefined): unknown =>
    counters && JSON.parse(JSON.stringify(mergeCounters(emptyCounters(version), counters)));
  return [...new Set([...found.keys(), ...expected.keys()])].flatMap((start) =>
    treeDifferences(normal(found.get(start)), normal(expected.get(start)), new Date(start).toISOString()),
  );
}
