import type { AlertState } from '@plumbline/monitoring-core';

/** The columns that say what an alert is and where it stands. */
export interface StandingRow {
  readonly id: string;
  readonly dedupe_key: string;
  readonly rule: string;
  readonly subject: string | null;
  readonly kind: string;
  readonly severity: string;
  readonly title: string;
  readonly standing: AlertState['standing'];
  readonly counted_version: number | null;
  readonly last_window_at: Date | null;
  readonly recent: boolean[];
  readonly is_told: boolean;
}

export const toState = (row: StandingRow): AlertState => ({
  standing: row.standing,
  version: row.counted_version,
  lastWindowMs: row.last_window_at?.getTime() ?? null,
  recent: row.recent,
  isTold: row.is_told,
});

export const standingValues = ({ standing, version, lastWindowMs, recent, isTold }: AlertState): unknown[] => [
  standing,
  version,
  lastWindowMs === null ? null : new Date(lastWindowMs),
  recent,
  isTold,
];
