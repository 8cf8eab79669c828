import { CliError, EXIT } from '../cli.errors';
import { RefusedError, UnreachableError } from '../server/server.errors';

export interface RepeatPorts {
  readonly sleep: (ms: number) => Promise<void>;
  readonly nowMs: () => number;
  readonly tell: (line: string) => void;
}

export interface RepeatRule {
  /** True when the request may be sent again although the first may have done its work. */
  readonly idempotent: boolean;
  readonly giveUpAfterMs: number;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;

/** How long to wait before the same request is sent again; null when it must not be. */
function waitBeforeRepeat(error: unknown, attempt: number, idempotent: boolean): number | null {
  const backoffMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  if (error instanceof RefusedError) {
    if (error.status === 429 || error.status === 503) return error.retryAfterMs ?? backoffMs;
    return idempotent && error.status >= 500 ? backoffMs : null;
  }
  if (error instanceof UnreachableError) return idempotent || !error.mayHaveArrived ? backoffMs : null;
  return null;
}

/** Sends until it is answered: 429 and 503 wait as long as the server asks, an absent server is waited for. */
export async function repeatUntilAnswered<T>(
  send: () => Promise<T>,
  { idempotent, giveUpAfterMs }: RepeatRule,
  { sleep, nowMs, tell }: RepeatPorts,
): Promise<T> {
  const startedMs = nowMs();
  for (let attempt = 0; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const waitMs = waitBeforeRepeat(error, attempt, idempotent);
      if (waitMs === null) throw error;
      if (nowMs() - startedMs + waitMs > giveUpAfterMs)
        throw new CliError(
          `gave up after ${Math.round((nowMs() - startedMs) / 1_000)} s: ${(error as Error).message}`,
          EXIT.timeout,
          { cause: error },
        );
      tell(`waiting ${(waitMs / 1_000).toFixed(1)} s: ${(error as Error).message.split('\n')[0]}`);
      await sleep(waitMs);
    }
  }
}
