import type { Scalar, ScoreRows } from '@plumbline/monitoring-core';

/** Models that can be asked where the monitor runs; bound by the application, which knows the artifact store. */
export interface AttributableModels {
  /** Null when it cannot be loaded here. */
  scorer(model: string, version: number): Promise<ScoreRows | null>;
  /** The rows that the version was registered with, in the signature's order; null when none were kept. */
  referenceRows(model: string, version: number): Promise<readonly (readonly Scalar[])[] | null>;
}
