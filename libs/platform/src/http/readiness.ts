/**
 * Resolves when the part can do its work; rejects (or takes over two seconds) when it can not. Text that it resolves with
 * is shown: the part works, and somebody should know something.
 */
export type ReadinessCheck = () => Promise<unknown>;
export type ReadinessChecks = Readonly<Record<string, ReadinessCheck>>;

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, 'ok' | 'failing'>>;
  /** By check; absent where none says anything. */
  readonly detail?: Readonly<Record<string, string>>;
}

const CHECK_TIMEOUT_MS = 2_000;

interface Outcome {
  readonly isOk: boolean;
  readonly detail?: string;
}

async function outcomeOf(check: ReadinessCheck): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ isOk: false }), CHECK_TIMEOUT_MS);
  });
  const done = Promise.resolve()
    .then(check)
    .then(
      (said): Outcome => (typeof said === 'string' ? { isOk: true, detail: said } : { isOk: true }),
      (): Outcome => ({ isOk: false }),
    );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}

/** Runs all checks at once; tells which fail, never why (that is in the log of the part). */
export async function readiness(checks: ReadinessChecks): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await outcomeOf(check)] as const),
  );
  const detail = results.flatMap(([name, { detail: said }]) => (said === undefined ? [] : [[name, said] as const]));
  return {
    ready: results.every(([, { isOk }]) => isOk),
    checks: Object.fromEntries(results.map(([name, { isOk }]) => [name, isOk ? 'ok' : 'failing'])),
    ...(detail.length > 0 && { detail: Object.fromEntries(detail) }),
  };
}
