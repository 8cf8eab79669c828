import { publishDomainEvent, type EventBus, type JobQueue } from '@plumbline/platform';
import type { RetrainingAnnouncer, RunQueue } from '@plumbline/retraining-core';

export class QueuedRuns implements RunQueue {
  constructor(private readonly queue: Pick<JobQueue, 'enqueue'>) {}

  /** One job a run, however often it is put in. */
  async enqueueRun(runId: string): Promise<void> {
    await this.queue.enqueue('retraining.run', { runId }, { dedupeKey: runId });
  }
}

export class BusRetrainingAnnouncer implements RetrainingAnnouncer {
  constructor(private readonly bus: Pick<EventBus, 'publish'>) {}

  async announce(event: Parameters<RetrainingAnnouncer['announce']>[0]): Promise<void> {
    await publishDomainEvent(this.bus, event);
  }
}
