import type { JobQueue } from '@plumbline/platform';
import type { Pool } from 'pg';
import { deliveriesStore } from './deliveries.store';

const AT_ONCE = 200;
const KEPT_DAYS = 30;
const FORGET_EVERY_MS = 3_600_000;

/** Wakes up what is due: the outbox is the truth, and a job that is lost is made anew. */
export class SweepDeliveries {
  private forgotAtMs = 0;

  constructor(
    private readonly pool: Pool,
    private readonly jobs: Pick<JobQueue, 'enqueue'>,
  ) {}

  async sweep(nowMs: number): Promise<void> {
    for (const deliveryId of await deliveriesStore.due(this.pool, AT_ONCE))
      await this.jobs.enqueue('deliveries.send', { deliveryId }, { dedupeKey: deliveryId });
    if (nowMs - this.forgotAtMs < FORGET_EVERY_MS) return;
    this.forgotAtMs = nowMs;
    await deliveriesStore.forget(this.pool, KEPT_DAYS);
  }
}
