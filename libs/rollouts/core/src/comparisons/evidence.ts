import type { DifferenceEstimate, StoredSketch } from '@plumbline/stats';

export interface PairedEvidence {
  /** Rows that both versions scored and whose label was recorded after the candidate was frozen. */
  readonly n: number;
  /** Mean and sample variance of (candidate's log loss - champion's log loss) over those rows. */
  readonly meanDifference: number;
  readonly varianceOfDifference: number;
  readonly championLogLoss: number | null;
  readonly candidateLogLoss: number | null;
}

/** What serving counted for one version in one step, over all processes. */
export interface ServingCounts {
  readonly stepIndex: number;
  readonly version: number;
  readonly role: 'answering' | 'beside';
  /** Rows that the version was to score; `failed` and `invalid` are among them. */
  readonly asked: number;
  readonly failed: number;
  readonly invalid: number;
  /** Durations of its runs. */
  readonly latency: readonly StoredSketch[];
}

/** One metric of an arm and of the concurrent champion; the difference is arm less champion, in the metric's unit. */
export interface Comparison {
  readonly champion: number | null;
  readonly candidate: number | null;
  /** undefined: cannot be told yet. */
  readonly difference: DifferenceEstimate | undefined;
}

/** What outcomes and scores say about one version beside the champion, by `ruleKey`. */
export type OutcomeEvidence = ReadonlyMap<string, Comparison>;

export interface RolloutEvidence {
  /** Predictions answered since the step began; `byVersion` where several versions answer beside the champion. */
  readonly step: {
    readonly total: number;
    readonly candidate: number;
    readonly byVersion?: ReadonlyMap<number, number>;
  };
  readonly paired: PairedEvidence;
  readonly serving: readonly ServingCounts[];
  /** Processes of the data plane that are alive, and those that have all versions of this rollout loaded. */
  readonly processes: { readonly live: number; readonly ready: number };
  readonly outcomes: ReadonlyMap<number, OutcomeEvidence>;
}
