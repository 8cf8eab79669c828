import { PlumblineError, type FieldProblem } from '@plumbline/problem';

export class ModelNotFoundError extends PlumblineError {
  constructor(model: string) {
    super('not_found', 'model_not_found', `There is no model "${model}". GET /v1/models lists what is served.`);
  }
}

export class VersionNotFoundError extends PlumblineError {
  constructor(model: string, version: number) {
    super('not_found', 'version_not_found', `Model "${model}" has no version ${version}.`);
  }
}

export class NoChampionError extends PlumblineError {
  constructor(model: string) {
    super('unavailable', 'no_champion', `Model "${model}" has no champion yet. Promote one of its versions first.`);
  }
}

export class VersionNotLoadedError extends PlumblineError {
  constructor(model: string, version: number, cause?: unknown) {
    super(
      'unavailable',
      'version_not_loaded',
      `Version ${version} of model "${model}" could not be loaded. The log of the inference service has the cause.`,
      { cause },
    );
  }
}

export class InvalidInstancesError extends PlumblineError {
  constructor(fields: readonly FieldProblem[]) {
    super('invalid', 'instances_invalid', "The input does not fit the model's signature; see errors.", { fields });
  }
}

/** The encoder met a value that the validator of the same signature would have refused. */
export class EncodingError extends PlumblineError {
  constructor(feature: string, reason: string) {
    super('invalid', 'value_not_encodable', `Feature "${feature}" cannot be encoded: ${reason}.`);
  }
}

/** The ONNX graph did not answer what its signature promises. */
export class ModelOutputError extends PlumblineError {
  constructor(reason: string) {
    super('internal', 'model_output_unexpected', `The model's output does not fit its signature: ${reason}.`);
  }
}

/** Nothing is dropped silently: when the spool cannot take the record, the prediction is not given. */
export class SpoolUnavailableError extends PlumblineError {
  constructor(
    code: 'spool_full' | 'spool_not_writable',
    message: string,
    readonly retryAfterSeconds: number,
    cause?: unknown,
  ) {
    super('unavailable', code, message, { cause, details: { retryAfterSeconds } });
  }
}

export class EventTooLargeError extends PlumblineError {
  constructor(characters: number, limit: number) {
    super(
      'too_large',
      'event_too_large',
      `One row's event has ${characters} characters; at most ${limit} can be recorded. Send less in features and attributes.`,
    );
  }
}

/** It would not be answered in time: it was not run, and may be sent again. */
export class OverloadedError extends PlumblineError {
  constructor(reason: 'queue_full' | 'deadline', retryAfterSeconds: number) {
    const message =
      reason === 'queue_full'
        ? 'More rows wait for this model than may. Nothing was predicted; try again later.'
        : 'This request could not be started before its deadline. Nothing was predicted; try again later.';
    super('unavailable', 'overloaded', message, { details: { reason, retryAfterSeconds } });
  }
}

/** The run was given up and the process that ran it replaced. */
export class ModelRunError extends PlumblineError {
  constructor(code: 'model_run_timeout' | 'model_process_ended', message: string) {
    super('unavailable', code, message, { details: { retryAfterSeconds: 1 } });
  }
}

export class VersionUnhealthyError extends PlumblineError {
  constructor(version: number, reason: string, retryAfterSeconds: number) {
    super('unavailable', 'version_unhealthy', `Version ${version} is not asked for a while: ${reason}`, {
      details: { retryAfterSeconds },
    });
  }
}
