/** What may wait for a version. */
export interface QueueLimits {
  /** Rows; a request alone is taken whatever its size. */
  readonly maxQueuedRows: number;
}

export const DEFAULT_LIMITS: QueueLimits = { maxQueuedRows: 4_096 };

/** A request that says nothing of a deadline. */
export const NO_DEADLINE = Infinity;

export const monotonicMs = (): number => performance.now();

/** Whether what waits and `rows` more are too many. */
export const isTooMuch = (queuedRows: number, rows: number, { maxQueuedRows }: QueueLimits): boolean =>
  queuedRows > 0 && queuedRows + rows > maxQueuedRows;

/** A request that waits behind others with a later deadline is told so within this time. */
export const SWEEP_MS = 25;
