import type { DeadLetterView, ReplayedDeadLettersView } from '@plumbline/contracts';
import { deadLetterReplay, type DeadLetterFilter, type Replay, selectDeadLetter } from '@plumbline/monitoring-adapters';
import type { EventBus, PrismaDatabase } from '@plumbline/platform';
import type { AuditTrailFactory } from '@plumbline/registry-adapters';
import type { Pool } from 'pg';
import { prismaQueryable } from '../alerts/prisma-queryable';
import { DeadLetterNotFoundError, DeadLetterReplayedError } from './dead-letter.errors';

/** Publishing some hundred records to a bus that is slow. */
const TIMEOUT_MS = 60_000;

/** Sends dead letters again: mark, record and audit entry in one transaction. */
export class DeadLetterDesk {
  constructor(
    private readonly pool: Pool,
    private readonly prisma: PrismaDatabase,
    private readonly auditIn: AuditTrailFactory,
    private readonly bus: EventBus,
  ) {}

  async find(id: string): Promise<DeadLetterView> {
    const found = await selectDeadLetter(this.pool, id);
    if (found === null) throw new DeadLetterNotFoundError(id);
    return found;
  }

  async replay(id: string, replay: Replay): Promise<DeadLetterView> {
    const { replayedBy, replayedAt } = await this.find(id);
    await this.prisma.$transaction(
      async (tx) => {
        const sent = await deadLetterReplay.one(prismaQueryable(tx), this.bus, id, replay);
        if (sent === null) throw new DeadLetterReplayedError(id, replayedBy, replayedAt);
        const { topic, model } = sent;
        const entry = { action: 'dead_letter.replayed', resourceType: 'dead_letter', resourceId: id } as const;
        await this.auditIn(tx).record({ ...replay, ...entry, detail: { topic, model } });
      },
      { timeout: TIMEOUT_MS },
    );
    return this.find(id);
  }

  async replaySome(
    filter: Pick<DeadLetterFilter, 'model' | 'topic'> & { readonly limit: number },
    replay: Replay,
  ): Promise<ReplayedDeadLettersView> {
    return this.prisma.$transaction(
      async (tx) => {
        const db = prismaQueryable(tx);
        const sent = await deadLetterReplay.some(db, this.bus, filter, replay);
        const { model = null, topic = null } = filter;
        const ids = sent.map(({ id }) => id);
        if (sent.length > 0) {
          const entry = { action: 'dead_letter.replayed', resourceType: 'dead_letter', resourceId: 'many' } as const;
          await this.auditIn(tx).record({ ...replay, ...entry, detail: { model, topic, ids } });
        }
        return { replayed: sent.length, left: await deadLetterReplay.waiting(db, filter) };
      },
      { timeout: TIMEOUT_MS },
    );
  }
}
