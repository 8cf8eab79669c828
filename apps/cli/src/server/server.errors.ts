import type { Problem } from '@plumbline/contracts';
import { CliError, EXIT } from '../cli.errors';

/** The server answered, and it was no. */
export class RefusedError extends CliError {
  constructor(
    readonly status: number,
    readonly problem: Pick<Problem, 'code' | 'detail' | 'errors'>,
    /** From `Retry-After`; null when the server did not say. */
    readonly retryAfterMs: number | null,
  ) {
    super(problemText(problem), status === 504 ? EXIT.timeout : EXIT.error);
  }
}

/** No whole answer came. */
export class UnreachableError extends CliError {
  constructor(
    message: string,
    /** True when the request may have done its work although nothing came back. */
    readonly mayHaveArrived: boolean,
    cause: unknown,
  ) {
    super(message, mayHaveArrived && isTimeout(cause) ? EXIT.timeout : EXIT.error, { cause });
  }
}

export const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

/** Code, detail, then one line a wrong field. */
function problemText({ code, detail, errors = [] }: Pick<Problem, 'code' | 'detail' | 'errors'>): string {
  return [`${code}: ${detail}`, ...errors.map(({ pointer, detail: why }) => `  ${pointer}: ${why}`)].join('\n');
}
