import type { Prisma, PrismaClient } from '@plumbline/platform';
import type { AuditTrail } from '@plumbline/registry-core';
import type { Rollout, RolloutStore, RolloutUnitOfWork } from '@plumbline/rollouts-core';
import { toChanges, toRollout, toRow } from './rollout.mapper';

class PrismaRolloutStore implements RolloutStore {
  constructor(private readonly tx: Prisma.TransactionClient) {}

  async find(id: string): Promise<Rollout | null> {
    const row = await this.tx.rollout.findUnique({ where: { id } });
    return row && toRollout(row);
  }

  async findOpen(model: string): Promise<Rollout | null> {
    const row = await this.tx.rollout.findFirst({ where: { model, endedAt: null } });
    return row && toRollout(row);
  }

  async listOpen(): Promise<Rollout[]> {
    const rows = await this.tx.rollout.findMany({ where: { endedAt: null }, orderBy: { startedAt: 'asc' } });
    return rows.map(toRollout);
  }

  async insert(rollout: Rollout): Promise<void> {
    await this.tx.rollout.create({ data: toRow(rollout) });
  }

  async update(rollout: Rollout): Promise<boolean> {
    const { count } = await this.tx.rollout.updateMany({
      where: { id: rollout.id, revision: rollout.revision },
      data: { ...toChanges(rollout), revision: { increment: 1 } },
    });
    return count === 1;
  }

  async appendEvent(event: Parameters<RolloutStore['appendEvent']>[0]): Promise<void> {
    const { assessment, ...row } = event;
    await this.tx.rolloutEvent.create({
      data: { ...row, ...(assessment ? { verdict: assessment as Prisma.InputJsonValue } : {}) },
    });
  }

  async wasRolledBack(model: string, candidateVersion: number): Promise<boolean> {
    const rows = await this.tx.$queryRaw<unknown[]>`
      SELECT 1 FROM rollout r
       WHERE r.model = ${model} AND r.state = 'rolled_back' AND r.strategy <> 'shadow'
         AND (r.candidate_version = ${candidateVersion} OR EXISTS (
               SELECT 1 FROM model_version old JOIN model_version new USING (model, artifact_digest)
                WHERE model = ${model} AND old.version = r.candidate_version AND new.version = ${candidateVersion}))
       LIMIT 1`;
    return rows.length > 0;
  }
}

export class PrismaRolloutUnitOfWork implements RolloutUnitOfWork {
  constructor(
    private readonly prisma: PrismaClient,
    /** The audit trail lives in another context; the application binds the two to one transaction. */
    private readonly auditIn: (tx: Prisma.TransactionClient) => AuditTrail,
  ) {}

  run<T>(work: (tx: { rollouts: RolloutStore; audit: AuditTrail }) => Promise<T>): Promise<T> {
    return this.prisma.$transaction((tx) => work({ rollouts: new PrismaRolloutStore(tx), audit: this.auditIn(tx) }));
  }
}
