import { monotonicMs, NO_DEADLINE } from '../batching/queue-limits';

export interface DeadlinePorts {
  /** A request that has not begun to run after this time is not run any more; default: it waits. */
  readonly deadlineMs?: number;
}

/** On the clock of `performance.now()`; a caller may ask for less than the service allows, never for more. */
export function deadlineAtMs({ deadlineMs = NO_DEADLINE }: DeadlinePorts, timeoutMs = NO_DEADLINE): number {
  const wait = Math.min(deadlineMs, timeoutMs);
  return wait === NO_DEADLINE ? NO_DEADLINE : monotonicMs() + wait;
}

/** The protocol's `timeout` is in microseconds; anything but a positive number is none. */
export function timeoutMsOf({ timeout }: Readonly<Record<string, unknown>>): number | undefined {
  const microseconds = typeof timeout === 'number' || typeof timeout === 'bigint' ? Number(timeout) : NaN;
  return microseconds > 0 ? microseconds / 1_000 : undefined;
}
