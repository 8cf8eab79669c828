/** 0 done, 1 error, 2 usage, 3 gate or rollout failed (or drift), 4 time-out (or not enough evidence). */
export const EXIT = { done: 0, error: 1, usage: 2, failed: 3, timeout: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with its sentence on stderr; `message` says what to do. */
export class CliError extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode = EXIT.error,
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

export class UsageError extends CliError {
  constructor(message: string) {
    super(message, EXIT.usage);
  }
}
