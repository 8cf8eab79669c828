import { CliError, UsageError } from '../cli.errors';
import { requireColumn, type TableSlice } from '../data/read-table';

const MINUTE_MS = 60_000;

export interface TimeChoice {
  readonly time?: string;
  readonly start?: string;
}

/**
 * When each row happened: its time column, else one minute a row from `start` on. Without a start the last row happens
 * now, so that a dashboard shows the replay as the past it is.
 */
export function eventTimes(table: TableSlice, { time, start }: TimeChoice, nowMs: number): string[] {
  if (time !== undefined) return timesOfColumn(table, time);
  const startMs = start === undefined ? nowMs - table.rows.length * MINUTE_MS : Date.parse(start);
  if (Number.isNaN(startMs)) throw new UsageError(`--start ${start}: give a time such as 2026-01-31T12:00:00Z`);
  return table.rows.map((_, i) => new Date(startMs + i * MINUTE_MS).toISOString());
}

function timesOfColumn(table: TableSlice, column: string): string[] {
  const at = requireColumn(table, column, '--time');
  return table.rows.map((row, i) => {
    const parsed = new Date(row[at] ?? '');
    if (!Number.isNaN(parsed.getTime())) return parsed.toISOString();
    throw new CliError(
      `${table.file}: row ${table.range.from + i + 1}, column ${column}: "${row[at] ?? ''}" is no time`,
    );
  });
}
