import type { Prisma, PrismaClient } from '@plumbline/platform';
import type { AuditTrail } from '@plumbline/registry-core';
import type {
  RetrainingUnitOfWork,
  TrainingRun,
  TrainingRunChange,
  TrainingRunStore,
} from '@plumbline/retraining-core';
import { toColumns, toTrainingRun } from './training-run.mapper';

class PrismaTrainingRunStore implements TrainingRunStore {
  constructor(private readonly tx: Prisma.TransactionClient) {}

  async find(id: string): Promise<TrainingRun | null> {
    const row = await this.tx.trainingRun.findUnique({ where: { id } });
    return row && toTrainingRun(row);
  }

  async findOpen(model: string): Promise<TrainingRun | null> {
    const row = await this.tx.trainingRun.findFirst({ where: { model, finishedAt: null } });
    return row && toTrainingRun(row);
  }

  async findLatest(model: string): Promise<TrainingRun | null> {
    const row = await this.tx.trainingRun.findFirst({ where: { model }, orderBy: { createdAt: 'desc' } });
    return row && toTrainingRun(row);
  }

  count(model: string): Promise<number> {
    return this.tx.trainingRun.count({ where: { model } });
  }

  async insert(run: TrainingRun): Promise<void> {
    const { id, model, trigger, requestedBy, createdAt, triggerDetail, ...rest } = run;
    const identity = {
      id,
      model,
      trigger,
      requestedBy,
      createdAt,
      triggerDetail: triggerDetail as Prisma.InputJsonValue,
    };
    await this.tx.trainingRun.create({ data: { ...identity, ...(toColumns(rest) as object), state: run.state } });
  }

  async update(id: string, change: TrainingRunChange): Promise<void> {
    await this.tx.trainingRun.update({ where: { id }, data: toColumns(change) });
  }

  async recordSuppression(suppression: { model: string; trigger: string; reason: string }): Promise<void> {
    const latest = await this.tx.retrainingSuppression.findFirst({
      where: { model: suppression.model },
      orderBy: { lastAt: 'desc' },
    });
    const continues = latest && latest.trigger === suppression.trigger && latest.reason === suppression.reason;
    if (!continues) await this.tx.retrainingSuppression.create({ data: suppression });
    else
      await this.tx.retrainingSuppression.update({
        where: { id: latest.id },
        data: { occurrences: { increment: 1 }, lastAt: new Date() },
      });
  }
}

export class PrismaRetrainingUnitOfWork implements RetrainingUnitOfWork {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly auditIn: (tx: Prisma.TransactionClient) => AuditTrail,
  ) {}

  run<T>(work: (tx: { runs: TrainingRunStore; audit: AuditTrail }) => Promise<T>): Promise<T> {
    return this.prisma.$transaction((tx) => work({ runs: new PrismaTrainingRunStore(tx), audit: this.auditIn(tx) }));
  }

  /** Runs that were queued or cut off: the start puts them back into the queue. */
  async openRunIds(): Promise<string[]> {
    const rows = await this.prisma.trainingRun.findMany({ where: { finishedAt: null }, select: { id: true } });
    return rows.map(({ id }) => id);
  }
}
