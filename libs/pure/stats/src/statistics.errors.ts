/** Thrown when an argument lies outside a function's domain; never retried. */
export class StatisticsInputError extends Error {
  readonly code = 'stats.invalid_input';
  readonly retryable = false;

  constructor(
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'StatisticsInputError';
  }
}
