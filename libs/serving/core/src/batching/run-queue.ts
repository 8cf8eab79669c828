import { OverloadedError } from '../serving.errors';
import { DEFAULT_LIMITS, isTooMuch, monotonicMs, NO_DEADLINE, SWEEP_MS } from './queue-limits';
import type { Defer, MicroBatcherOptions } from './micro-batcher';
import { WorkRate } from './work-rate';

interface Waiting {
  readonly rows: number;
  readonly deadlineAtMs: number;
  readonly start: () => void;
  readonly reject: (error: unknown) => void;
}

const atOnce: Defer = (run) => run();

/**
 * Runs that cannot share a batch, one after the other; the first begins at once. The same bound and deadlines as
 * `MicroBatcher` has.
 */
export class RunQueue {
  private waiting: Waiting[] = [];
  private queued = 0;
  private running = 0;
  private scheduled = false;
  private sweepTimer: NodeJS.Timeout | undefined;
  private readonly rate = new WorkRate();
  private readonly limits: { readonly maxQueuedRows: number };
  private readonly defer: Defer;
  private readonly nowMs: () => number;

  constructor({
    maxQueuedRows = DEFAULT_LIMITS.maxQueuedRows,
    defer = atOnce,
    nowMs = monotonicMs,
  }: MicroBatcherOptions = {}) {
    this.limits = { maxQueuedRows };
    this.defer = defer;
    this.nowMs = nowMs;
  }

  get isIdle(): boolean {
    return this.running === 0 && this.waiting.length === 0;
  }

  submit<T>(rows: number, run: () => Promise<T>, deadlineAtMs = NO_DEADLINE): Promise<T> {
    if (isTooMuch(this.queued, rows, this.limits)) {
      return Promise.reject(new OverloadedError('queue_full', this.rate.secondsFor(this.queued)));
    }
    return new Promise<T>((resolve, reject) => {
      const start = (): void => void this.begin(rows, run).then(resolve, reject);
      this.queued += rows;
      this.waiting.push({ rows, deadlineAtMs, start, reject });
      this.schedule();
      if (this.waiting.length > 0) this.watch();
    });
  }

  private schedule(): void {
    if (this.scheduled || this.running > 0) return;
    this.scheduled = true;
    this.defer(() => {
      this.scheduled = false;
      this.dropLate();
      const next = this.waiting.shift();
      if (!next) return;
      this.queued -= next.rows;
      next.start();
    });
  }

  private async begin<T>(rows: number, run: () => Promise<T>): Promise<T> {
    this.running++;
    const startedAt = this.nowMs();
    try {
      const answer = await run();
      this.rate.record(Math.max(1, rows), this.nowMs() - startedAt);
      return answer;
    } finally {
      this.running--;
      if (this.waiting.length > 0) this.schedule();
    }
  }

  private dropLate(): void {
    const now = this.nowMs();
    if (!this.waiting.some(({ deadlineAtMs }) => deadlineAtMs <= now)) return;
    const late = this.waiting.filter(({ deadlineAtMs }) => deadlineAtMs <= now);
    this.waiting = this.waiting.filter(({ deadlineAtMs }) => deadlineAtMs > now);
    for (const { rows, reject } of late) {
      this.queued -= rows;
      reject(new OverloadedError('deadline', this.rate.secondsFor(this.queued)));
    }
  }

  private watch(): void {
    this.sweepTimer ??= setTimeout(() => {
      this.sweepTimer = undefined;
      this.dropLate();
      if (this.waiting.length > 0) this.watch();
    }, SWEEP_MS).unref();
  }
}
