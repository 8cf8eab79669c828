const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

function span(seconds: number): string {
  if (seconds < MINUTE_S) return `${Math.floor(seconds)} s`;
  if (seconds < HOUR_S) return `${Math.floor(seconds / MINUTE_S)} min`;
  if (seconds < DAY_S) return `${Math.floor(seconds / HOUR_S)} h`;
  return `${Math.floor(seconds / DAY_S)} d`;
}

/** @example formatRelative(Date.parse('2026-01-01T00:00:00Z'), Date.parse('2026-01-01T00:05:00Z')) === '5 min ago' */
export function formatRelative(atMs: number, nowMs: number): string {
  const seconds = (nowMs - atMs) / 1_000;
  if (Math.abs(seconds) < 1) return 'now';
  return seconds > 0 ? `${span(seconds)} ago` : `in ${span(-seconds)}`;
}

export function formatDuration(fromIso: string, toMs: number): string {
  return span(Math.max(0, (toMs - Date.parse(fromIso)) / 1_000));
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Local time, then the same moment in UTC: what a log of another machine can be compared with. */
export function formatAbsolute(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const local = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return `${local} local, ${at.toISOString()}`;
}

/** Tick of a time axis: the day is named only when the axis spans more than one. */
export function formatTick(iso: string, spanMs: number): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const day = `${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (spanMs > 7 * DAY_S * 1_000) return day;
  return spanMs > DAY_S * 1_000 ? `${day} ${time}` : time;
}
