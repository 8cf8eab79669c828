export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Times of day such as `22:30`; `to` before `from` is over midnight, equal is the whole day. */
export interface SilencedHours {
  readonly from: string;
  readonly to: string;
  /** Days on which the hours begin. */
  readonly days: readonly Weekday[];
  readonly timeZone: string;
}

const DAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function localTime(at: Date, timeZone: string): { day: Weekday; time: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return { day: part('weekday').toLowerCase() as Weekday, time: `${part('hour')}:${part('minute')}` };
}

const dayBefore = (day: Weekday): Weekday => DAYS[(DAYS.indexOf(day) + 6) % 7] as Weekday;

/** `from` is inside, `to` is not. */
export function isInSilencedHours({ from, to, days, timeZone }: SilencedHours, at: Date): boolean {
  const { day, time } = localTime(at, timeZone);
  if (from < to) return days.includes(day) && time >= from && time < to;
  return (days.includes(day) && time >= from) || (days.includes(dayBefore(day)) && time < to);
}
