const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const amount = (count: number, unit: string): string =>
  `${Math.ceil(count)} ${unit}${Math.ceil(count) === 1 ? '' : 's'}`;

/**
 * How long a count takes to reach what is needed at the rate it has had so far, as a sentence that begins with a space. Coarse
 * on purpose: it is an estimate, and a decision whose words change is stored again.
 * @param needed null: at the present estimate it is never reached
 * @example timeLeft(100, 400, 3_600_000) === ' At the present rate that takes about 3 hours.'
 */
export function timeLeft(n: number, needed: number | null, elapsedMs: number): string {
  if (needed === null) return n === 0 ? '' : ' At the present difference that never happens.';
  if (n === 0 || elapsedMs <= 0) return ' Nothing has come yet that an estimate could be made from.';
  const leftMs = ((needed - n) * elapsedMs) / n;
  if (leftMs <= 0) return '';
  const words =
    leftMs < HOUR_MS
      ? amount(leftMs / MINUTE_MS, 'minute')
      : leftMs < 2 * DAY_MS
        ? amount(leftMs / HOUR_MS, 'hour')
        : amount(leftMs / DAY_MS, 'day');
  return ` At the present rate that takes about ${words}.`;
}
