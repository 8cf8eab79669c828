/** What GET routes of the control plane answer: times are ISO 8601 strings, and every estimate carries n and an interval. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export type StatusWord =
  'healthy' | 'watch' | 'failing' | 'acting' | 'not_enough_data' | 'no_data' | 'not_monitored' | 'paused';

export interface IntervalView {
  estimate: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

export interface ReconciliationView {
  model: string;
  predictions: number;
  outcomes: number;
  joined: number;
  pending: number;
  /** Negative because the label horizon passed without an outcome. */
  timedOut?: number;
  orphans: number;
  deadLetters: number;
}

export interface SystemStatusView {
  version: string;
  eventBus: 'kafka' | 'embedded';
  queue: 'redis' | 'postgres';
  inferenceUrl: string;
  role: string;
}
