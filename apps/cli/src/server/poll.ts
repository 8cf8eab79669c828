import { CliError, EXIT } from '../cli.errors';

/** Asks every second until `done` says so. @throws CliError with exit code 4 when time is up */
export async function pollUntil<T>(
  ask: () => Promise<T>,
  done: (value: T) => boolean,
  { timeoutMs, what, seen }: { timeoutMs: number; what: string; seen?: (value: T) => void },
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await ask();
    seen?.(value);
    if (done(value)) return value;
    if (Date.now() >= deadline)
      throw new CliError(`${what} is not finished after ${Math.round(timeoutMs / 1_000)} s; it goes on`, EXIT.timeout);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
