import { PlumblineError } from '@plumbline/problem';

/** The run cannot succeed by being repeated: it ends as failed with this reason. */
export class RetrainingFailed extends PlumblineError {
  constructor(code: string, message: string) {
    super('conflict', `retraining_${code}`, message, { retryable: false });
  }
}
