export interface RetrySchedule {
  /** Before the second attempt, in milliseconds. */
  readonly firstDelayMs: number;
  /** Given up after so many. */
  readonly maximumAttempts: number;
}

const GROWTH = 3;
const LONGEST_MS = 4 * 3_600_000;

/** With a first delay of 5 s: 5 s, 15 s, 45 s ... at most 4 h, about 16 h altogether. */
export const DEFAULT_SCHEDULE: RetrySchedule = { firstDelayMs: 5_000, maximumAttempts: 12 };

/**
 * Pause after the n-th attempt failed, or null when it was the last one.
 *
 * delay = u * min(4 h, first * 3^(n-1)), u uniform in [1/2, 1): receivers that came back are not met by everybody at once.
 * What the receiver asks for (Retry-After) is waited for at least, and at most 4 h.
 *
 * @param attempt that failed, from 1
 * @param random in [0, 1)
 * @example retryDelayMs(DEFAULT_SCHEDULE, 3, 0) === 22_500
 */
export function retryDelayMs(
  { firstDelayMs, maximumAttempts }: RetrySchedule,
  attempt: number,
  random: number,
  retryAfterMs = 0,
): number | null {
  if (attempt >= maximumAttempts) return null;
  const delay = Math.min(LONGEST_MS, firstDelayMs * GROWTH ** (attempt - 1));
  return Math.round(Math.max((0.5 + random / 2) * delay, Math.min(retryAfterMs, LONGEST_MS)));
}
