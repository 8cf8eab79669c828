/** What a caller can do about it: the kind decides the HTTP status, the CLI's exit code and whether a job is retried. */
export type ProblemKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'overloaded'
  | 'unavailable'
  | 'internal';

export interface FieldProblem {
  /** RFC 6901 pointer into the input that was sent, e.g. `/instances/0/age`. */
  readonly pointer: string;
  readonly detail: string;
}

export interface PlumblineErrorOptions {
  readonly fields?: readonly FieldProblem[];
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
  readonly retryable?: boolean;
}

/**
 * Base of every error that a user may see. `code` is stable and documented; `message` says what is wrong and what to do;
 * `details` never holds personal data.
 */
export class PlumblineError extends Error {
  readonly fields: readonly FieldProblem[];
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;

  constructor(
    readonly kind: ProblemKind,
    readonly code: string,
    message: string,
    options: PlumblineErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.fields = options.fields ?? [];
    this.details = options.details ?? {};
    this.retryable = options.retryable ?? (kind === 'unavailable' || kind === 'overloaded');
  }
}
