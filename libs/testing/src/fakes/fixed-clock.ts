import type { Clock } from '@plumbline/platform';

export interface FixedClock extends Clock {
  /** @returns the new time */
  advance(ms: number): Date;
  set(time: Date | string): void;
}

/** Stands still until it is told. */
export function fixedClock(start: Date | string = '2026-01-01T00:00:00.000Z'): FixedClock {
  let nowMs = new Date(start).getTime();
  return {
    now: () => new Date(nowMs),
    advance: (ms) => new Date((nowMs += ms)),
    set: (time) => {
      nowMs = new Date(time).getTime();
    },
  };
}
