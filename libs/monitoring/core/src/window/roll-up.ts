import { mergeCounters, windowStart, type WindowCounters } from './window-counters';

/** A stored window of one version. */
export interface TimedWindow {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly counters: WindowCounters;
}

/**
 * Windows of one version merged into spans such as hours: each goes to the span that holds its start. A span ends with
 * its last window where that is longer. Since any range of windows is a merge, every total stays what it was.
 */
export function rollUp(windows: readonly TimedWindow[], spanMs: number): TimedWindow[] {
  const spans = new Map<number, TimedWindow>();
  for (const { startsAtMs, endsAtMs, counters } of windows) {
    const start = windowStart(startsAtMs, spanMs);
    const span = spans.get(start);
    spans.set(start, {
      startsAtMs: start,
      endsAtMs: Math.max(endsAtMs, span?.endsAtMs ?? start + spanMs),
      counters: span === undefined ? counters : mergeCounters(span.counters, counters),
    });
  }
  return [...spans.values()].sort((a, b) => a.startsAtMs - b.startsAtMs);
}
