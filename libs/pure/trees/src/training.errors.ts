/** The training data cannot be learnt from; `field` names the part to mend. */
export class TrainingDataError extends Error {
  readonly code = 'training_data_invalid';
  readonly retryable = false;

  constructor(
    readonly field: string,
    reason: string,
    readonly details: Readonly<Record<string, string | number>> = {},
  ) {
    super(`${field}: ${reason}`);
    this.name = 'TrainingDataError';
  }
}

/** A training parameter is outside its range; `field` names it. */
export class TrainingParameterError extends Error {
  readonly code = 'training_parameter_invalid';
  readonly retryable = false;

  constructor(
    readonly field: string,
    reason: string,
  ) {
    super(`${field}: ${reason}`);
    this.name = 'TrainingParameterError';
  }
}

/** The caller's AbortSignal fired; no model was made. */
export class TrainingAbortedError extends Error {
  readonly code = 'training_aborted';
  readonly retryable = true;

  constructor(done: number, total: number) {
    super(`Training was stopped after ${done} of ${total} steps`);
    this.name = 'TrainingAbortedError';
  }
}
