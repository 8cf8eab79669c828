import type { FreezeWindow, Weekday } from './rollout';

const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

interface LocalTime {
  readonly weekday: Weekday;
  /** HH:MM, which sorts as time does. */
  readonly time: string;
}

function localTime(now: Date, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  } as const).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return { weekday: part('weekday').toLowerCase() as Weekday, time: `${part('hour')}:${part('minute')}` };
}

const dayBefore = (weekday: Weekday): Weekday =>
  WEEKDAYS[(WEEKDAYS.indexOf(weekday) + WEEKDAYS.length - 1) % WEEKDAYS.length] as Weekday;

function covers({ weekdays, from, to, timeZone }: FreezeWindow, now: Date): boolean {
  const { weekday, time } = localTime(now, timeZone);
  if (from < to) return weekdays.includes(weekday) && from <= time && time < to;
  return (weekdays.includes(weekday) && time >= from) || (weekdays.includes(dayBefore(weekday)) && time < to);
}

/**
 * Why no step may be taken now; null: one may. A window ends before `to`; where `to` is not after `from` it reaches into the
 * next day, so fri 16:00 to 08:00 ends on Saturday morning. Roll-backs and what a person decides are never frozen.
 */
export function frozenBy(windows: readonly FreezeWindow[], now: Date): string | null {
  const window = windows.find((one) => covers(one, now));
  if (!window) return null;
  const { weekdays, from, to, timeZone } = window;
  return `Policy takes no step now: ${weekdays.join(', ')} ${from} to ${to} (${timeZone}).`;
}
