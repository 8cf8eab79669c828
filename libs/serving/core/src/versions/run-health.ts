import { ModelRunError, VersionUnhealthyError } from '../serving.errors';

const FAILURES_IN_A_ROW = 3;
const PAUSE_MS = 60_000;

/** Why a version is not asked at present. */
export interface Unhealthy {
  /** Stable, such as `model_run_timeout`. */
  readonly code: string;
  readonly reason: string;
  readonly since: Date;
}

/**
 * A version whose runs ended three times in a row by their time limit, or with the process that ran them, is left alone
 * for a minute: each such run cost everybody a restart. One run is then tried; a run that ends well forgets all.
 */
export class RunHealth {
  private failures = 0;
  private closedUntilMs = 0;
  private found: Unhealthy | undefined;

  constructor(
    private readonly version: number,
    private readonly nowMs: () => number = Date.now,
  ) {}

  get unhealthy(): Unhealthy | undefined {
    return this.found;
  }

  /** @throws VersionUnhealthyError while the version is left alone */
  check(): void {
    if (this.found === undefined) return;
    const leftMs = this.closedUntilMs - this.nowMs();
    if (leftMs > 0) throw new VersionUnhealthyError(this.version, this.found.reason, Math.ceil(leftMs / 1_000));
    // The run that comes now is the trial; others wait for what becomes of it.
    this.closedUntilMs = this.nowMs() + PAUSE_MS;
  }

  ended(): void {
    if (this.failures === 0) return;
    this.failures = 0;
    this.found = undefined;
  }

  failed(error: unknown): void {
    if (!(error instanceof ModelRunError)) return;
    this.failures++;
    if (this.failures < FAILURES_IN_A_ROW) return;
    const now = this.nowMs();
    this.closedUntilMs = now + PAUSE_MS;
    this.found = { code: error.code, reason: error.message, since: this.found?.since ?? new Date(now) };
  }
}
