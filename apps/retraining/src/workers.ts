import { assertAllHandled, type JobHandlers, type JobQueue, type JobWorkers } from '@plumbline/platform';

/** The figures are counted by the minute. */
const ALERT_WATCH_MS = 60_000;
/** Windows roll up by the hour at most. */
const RETAIN_WINDOWS_MS = 10 * 60_000;

export interface Rhythm {
  readonly rolloutTickMs: number;
  readonly auditSequenceMs: number;
  readonly deliverySweepMs: number;
  readonly labelsSettleMs: number;
}

/** Starts the job workers and the repeating jobs, and puts runs back into the queue that a dead process left open. */
export class Workers {
  private started = false;

  constructor(
    private readonly workers: JobWorkers,
    private readonly queue: JobQueue,
    private readonly handlers: JobHandlers,
    private readonly openRunIds: () => Promise<string[]>,
  ) {}

  async start({ rolloutTickMs, auditSequenceMs, deliverySweepMs, labelsSettleMs }: Rhythm): Promise<void> {
    // No other service takes jobs: one without a handler here would wait for ever.
    assertAllHandled(Object.keys(this.handlers));
    await this.workers.start(this.handlers);
    await this.queue.every('rollouts.tick', rolloutTickMs, {});
    await this.queue.every('audit.sequence', auditSequenceMs, {});
    await this.queue.every('deliveries.sweep', deliverySweepMs, {});
    await this.queue.every('alerts.watch', ALERT_WATCH_MS, {});
    await this.queue.every('labels.settle', labelsSettleMs, {});
    await this.queue.every('windows.retain', RETAIN_WINDOWS_MS, {});
    for (const runId of await this.openRunIds())
      await this.queue.enqueue('retraining.run', { runId }, { dedupeKey: runId });
    this.started = true;
  }

  /** Rejects until the workers take jobs. */
  check(): Promise<void> {
    return this.started ? Promise.resolve() : Promise.reject(new TypeError('the workers have not started'));
  }

  async close(): Promise<void> {
    await this.workers.close();
    await this.queue.close();
  }
}
