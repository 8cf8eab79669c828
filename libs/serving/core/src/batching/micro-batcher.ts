import { OverloadedError } from '../serving.errors';
import { DEFAULT_LIMITS, isTooMuch, monotonicMs, NO_DEADLINE, SWEEP_MS } from './queue-limits';
import { WorkRate } from './work-rate';

/** Answers for `rows`, in their order. */
export type BatchRun<Row, Answer> = (rows: readonly Row[]) => Promise<ArrayLike<Answer>>;

/** Calls the function, later, when a batch may begin. */
export type Defer = (run: () => void) => void;

export interface MicroBatcherOptions {
  readonly maxRows?: number;
  readonly maxQueuedRows?: number;
  /** Runs the function after what has already arrived was parsed. */
  readonly defer?: Defer;
  readonly nowMs?: () => number;
}

interface Job<Row, Answer> {
  readonly rows: readonly Row[];
  readonly answers: Answer[];
  /** On the clock of `nowMs`. */
  readonly deadlineAtMs: number;
  /** Rows handed to a batch so far. */
  taken: number;
  /** Rows answered so far. */
  answered: number;
  failed: boolean;
  readonly resolve: (answers: Answer[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Slice<Row, Answer> {
  readonly job: Job<Row, Answer>;
  readonly from: number;
  readonly count: number;
}

/** After what has already arrived was parsed: no timer, so no delay. */
const nextTurn: Defer = (run) => void setImmediate(run);

/**
 * Whatever arrived in one turn of the event loop runs together, up to `maxRows` (a timer would cost latency, a run per
 * request throughput). One batch a turn: a long request gives way to the network between its batches. A batch that fails
 * rejects only the requests that had rows in it. A request of which no row could be taken before its deadline is never run;
 * one that has begun is finished.
 */
export class MicroBatcher<Row, Answer> {
  private queue: Job<Row, Answer>[] = [];
  private queued = 0;
  private scheduled = false;
  private openJobs = 0;
  private sweepTimer: NodeJS.Timeout | undefined;
  private readonly rate = new WorkRate();
  private readonly maxRows: number;
  private readonly limits: { readonly maxQueuedRows: number };
  private readonly defer: Defer;
  private readonly nowMs: () => number;

  constructor(
    private readonly run: BatchRun<Row, Answer>,
    {
      maxRows = 64,
      maxQueuedRows = DEFAULT_LIMITS.maxQueuedRows,
      defer = nextTurn,
      nowMs = monotonicMs,
    }: MicroBatcherOptions = {},
  ) {
    this.maxRows = maxRows;
    this.limits = { maxQueuedRows };
    this.defer = defer;
    this.nowMs = nowMs;
  }

  get isIdle(): boolean {
    return this.openJobs === 0;
  }

  /** Rows that no batch has taken yet. */
  get queuedRows(): number {
    return this.queued;
  }

  /** Rejects with OverloadedError what would wait too long, or longer than `deadlineAtMs` allows. */
  submit(rows: readonly Row[], deadlineAtMs = NO_DEADLINE): Promise<Answer[]> {
    if (rows.length === 0) return Promise.resolve([]);
    if (isTooMuch(this.queued, rows.length, this.limits)) {
      return Promise.reject(new OverloadedError('queue_full', this.rate.secondsFor(this.queued)));
    }
    return new Promise((resolve, reject) => {
      this.openJobs++;
      this.queued += rows.length;
      const answers = new Array<Answer>(rows.length);
      this.queue.push({ rows, answers, deadlineAtMs, taken: 0, answered: 0, failed: false, resolve, reject });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.defer(() => {
      this.scheduled = false;
      const slices = this.takeBatch();
      if (this.queue.length > 0) this.schedule();
      void this.runBatch(slices);
    });
    // Deferred for longer than a turn, or more than one batch waits: then somebody must look at the clock meanwhile.
    if (this.defer !== nextTurn || this.queued > this.maxRows) this.watch();
  }

  private takeBatch(): Slice<Row, Answer>[] {
    const slices: Slice<Row, Answer>[] = [];
    const now = this.nowMs();
    let free = this.maxRows;
    let finished = 0;
    for (const job of this.queue) {
      if (free === 0) break;
      this.dropLate(job, now);
      const count = job.failed ? 0 : Math.min(free, job.rows.length - job.taken);
      if (count > 0) slices.push({ job, from: job.taken, count });
      job.taken += count;
      this.queued -= count;
      free -= count;
      if (job.failed || job.taken === job.rows.length) finished++;
    }
    this.queue = this.queue.slice(finished);
    return slices;
  }

  private async runBatch(slices: readonly Slice<Row, Answer>[]): Promise<void> {
    if (slices.length === 0) return;
    const [only] = slices;
    const rows =
      slices.length === 1 && only?.count === only?.job.rows.length
        ? (only as Slice<Row, Answer>).job.rows
        : slices.flatMap(({ job, from, count }) => job.rows.slice(from, from + count));
    const startedAt = this.nowMs();
    try {
      this.deliver(slices, await this.run(rows));
      this.rate.record(rows.length, this.nowMs() - startedAt);
    } catch (error) {
      for (const { job } of slices) this.fail(job, error);
    }
  }

  private deliver(slices: readonly Slice<Row, Answer>[], answers: ArrayLike<Answer>): void {
    let at = 0;
    for (const { job, from, count } of slices) {
      for (let i = 0; i < count; i++) job.answers[from + i] = answers[at++] as Answer;
      job.answered += count;
      if (job.failed || job.answered < job.rows.length) continue;
      this.openJobs--;
      job.resolve(job.answers);
    }
  }

  private dropLate(job: Job<Row, Answer>, now: number): void {
    if (job.failed || job.taken > 0 || job.deadlineAtMs > now) return;
    this.fail(job, new OverloadedError('deadline', this.rate.secondsFor(this.queued)));
  }

  /** Rows of a failed job that no batch took wait for nothing any more. */
  private fail(job: Job<Row, Answer>, error: unknown): void {
    if (job.failed) return;
    job.failed = true;
    this.openJobs--;
    this.queued -= job.rows.length - job.taken;
    job.reject(error);
  }

  /** One timer while something waits. */
  private watch(): void {
    this.sweepTimer ??= setTimeout(() => {
      this.sweepTimer = undefined;
      const now = this.nowMs();
      for (const job of this.queue) this.dropLate(job, now);
      this.queue = this.queue.filter(({ failed }) => !failed);
      if (this.queue.length > 0) this.watch();
    }, SWEEP_MS).unref();
  }
}
