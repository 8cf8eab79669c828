import { PlumblineError } from '@plumbline/problem';

/** A version that should serve and cannot be loaded. */
export interface LoadFailure {
  readonly version: number;
  /** Stable, such as `artifact_corrupt`. */
  readonly code: string;
  readonly reason: string;
  /** First of the failures in a row. */
  readonly since: Date;
}

interface Entry {
  readonly model: string;
  readonly failure: LoadFailure;
  readonly attempts: number;
  readonly nextAtMs: number;
}

const LONGEST_PAUSE_MS = 60_000;
const FIRST_PAUSE_MS = 2_000;

const keyOf = (model: string, version: number): string => `${model}@${version}`;

/** Tried again at once, then after 2 s, 4 s, 8 s ... at most a minute: a large artifact is not read every 2 s. */
const pauseMs = (attempts: number): number =>
  attempts < 2 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 2));

/** What could not be loaded, why, and when it is tried again. Only messages of our own errors are shown. */
export class LoadFailures {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly nowMs: () => number) {}

  mayTry(model: string, version: number): boolean {
    return (this.entries.get(keyOf(model, version))?.nextAtMs ?? 0) <= this.nowMs();
  }

  add(model: string, version: number, error: unknown): void {
    const known = this.entries.get(keyOf(model, version));
    const [code, reason] =
      error instanceof PlumblineError
        ? [error.code, error.message]
        : ['internal', 'The version could not be loaded; the log of the inference service has the cause.'];
    const attempts = (known?.attempts ?? 0) + 1;
    const now = this.nowMs();
    this.entries.set(keyOf(model, version), {
      model,
      failure: { version, code, reason, since: known?.failure.since ?? new Date(now) },
      attempts,
      nextAtMs: now + pauseMs(attempts),
    });
  }

  remove(model: string, version: number): void {
    this.entries.delete(keyOf(model, version));
  }

  /** Forgets what is no longer asked for. */
  keep(wanted: Iterable<{ readonly model: string; readonly version: number }>): void {
    const keys = new Set([...wanted].map(({ model, version }) => keyOf(model, version)));
    for (const key of this.entries.keys()) if (!keys.has(key)) this.entries.delete(key);
  }

  of(model: string): LoadFailure[] {
    return [...this.entries.values()].filter((entry) => entry.model === model).map(({ failure }) => failure);
  }
}
