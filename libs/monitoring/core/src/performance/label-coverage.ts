import type { PerformanceCounters } from './window-performance';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AGES_MS = [0, HOUR_MS, 6 * HOUR_MS, DAY_MS, 3 * DAY_MS, 7 * DAY_MS, 30 * DAY_MS];

interface AgedWindow extends Pick<PerformanceCounters, 'predictions' | 'labelled'> {
  readonly endsAtMs: number;
}

export interface AgeCoverage {
  readonly fromMs: number;
  /** Null: and older. */
  readonly toMs: number | null;
  readonly predictions: number;
  readonly labelled: number;
  readonly share: number;
}

/** Share of labelled predictions by how long before the latest event their window ended; no age without predictions. */
export function coverageByAge(windows: readonly AgedWindow[], latestEventMs: number): AgeCoverage[] {
  return AGES_MS.flatMap((fromMs, i) => {
    const toMs = AGES_MS[i + 1] ?? null;
    const inside = windows.filter(({ endsAtMs }) => {
      const ageMs = Math.max(0, latestEventMs - endsAtMs);
      return ageMs >= fromMs && (toMs === null || ageMs < toMs);
    });
    const predictions = inside.reduce((sum, window) => sum + window.predictions, 0);
    const labelled = inside.reduce((sum, window) => sum + window.labelled, 0);
    return predictions > 0 ? [{ fromMs, toMs, predictions, labelled, share: labelled / predictions }] : [];
  });
}
