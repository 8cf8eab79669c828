import type { Signature } from '@plumbline/registry-core';
import type { Instance, Scalar } from '../scalar';
import type { RequestTrace } from './request-trace.port';

/** One request, whatever protocol brought it. */
export interface PredictCommand {
  readonly model: string;
  readonly instances: readonly Instance[];
  readonly subjects?: readonly string[];
  readonly attributes?: readonly Readonly<Record<string, Scalar>>[];
  /** Event times, ISO 8601. */
  readonly times?: readonly string[];
  /** Asks this version instead of the route. */
  readonly version?: number;
  /** false: no event is left. */
  readonly record: boolean;
  /** The caller waits no longer: what could not begin by then is not run. The service's own deadline bounds it. */
  readonly timeoutMs?: number;
  readonly trace?: RequestTrace;
}

export interface PredictionAnswer {
  readonly predictionId: string;
  readonly version: number;
  readonly task: Signature['task'];
  readonly score: number;
  /** The caller is to be told nothing that it could act on. */
  readonly holdout?: true;
  /** Absent for a regression. */
  readonly label?: string;
  /** Multiclass, by class; absent where the model gives only labels, and then `score` says nothing. */
  readonly probabilities?: Readonly<Record<string, number>>;
}
