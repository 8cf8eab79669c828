import { PlumblineError } from '@plumbline/problem';

/** INVALID_PARAMETER_VALUE on the wire. */
export class MlflowInvalidError extends PlumblineError {
  constructor(message: string, cause?: unknown) {
    super('invalid', 'mlflow_parameter_invalid', message, { cause });
  }
}

/** RESOURCE_DOES_NOT_EXIST on the wire. */
export class MlflowMissingError extends PlumblineError {
  constructor(message: string) {
    super('not_found', 'mlflow_not_found', message);
  }
}

/** RESOURCE_ALREADY_EXISTS on the wire: the client goes on with what is there. */
export class MlflowExistsError extends PlumblineError {
  constructor(message: string) {
    super('conflict', 'mlflow_exists', message);
  }
}

/** PERMISSION_DENIED on the wire. */
export class MlflowDeniedError extends PlumblineError {
  constructor(message: string) {
    super('forbidden', 'mlflow_denied', message);
  }
}
