/** Answers for `rows`, in their order. */
export type BatchRun<Row, Answer> = (rows: readonly Row[]) => Promise<ArrayLike<Answer>>;

export interface MicroBatcherOptions {
  readonly maxRows?: number;
  /** Runs the function after what has already arrived was parsed. */
  readonly defer?: (run: () => void) => void;
}

interface Job<Row, Answer> {
  readonly rows: readonly Row[];
  readonly answers: Answer[];
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

/**
 * Whatever arrived in one turn of the event loop runs together, up to `maxRows` (a timer would cost latency, a run per
 * request throughput). One batch a turn: a long request gives way to the network between its batches. A batch that fails
 * rejects only the requests that had rows in it.
 */
export class MicroBatcher<Row, Answer> {
  private queue: Job<Row, Answer>[] = [];
  private scheduled = false;
  private openJobs = 0;
  private readonly maxRows: number;
  private readonly defer: (run: () => void) => void;

  constructor(
    private readonly run: BatchRun<Row, Answer>,
    { maxRows = 64, defer = (next) => void setImmediate(next) }: MicroBatcherOptions = {},
  ) {
    this.maxRows = maxRows;
    this.defer = defer;
  }

  get isIdle(): boolean {
    return this.openJobs === 0;
  }

  submit(rows: readonly Row[]): Promise<Answer[]> {
    if (rows.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.openJobs++;
      const answers = new Array<Answer>(rows.length);
      this.queue.push({ rows, answers, taken: 0, answered: 0, failed: false, resolve, reject });
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
  }

  private takeBatch(): Slice<Row, Answer>[] {
    const slices: Slice<Row, Answer>[] = [];
    let free = this.maxRows;
    let finished = 0;
    for (const job of this.queue) {
      if (free === 0) break;
      const count = job.failed ? 0 : Math.min(free, job.rows.length - job.taken);
      if (count > 0) slices.push({ job, from: job.taken, count });
      job.taken += count;
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
    try {
      this.deliver(slices, await this.run(rows));
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

  private fail(job: Job<Row, Answer>, error: unknown): void {
    if (job.failed) return;
    job.failed = true;
    this.openJobs--;
    job.reject(error);
  }
}
