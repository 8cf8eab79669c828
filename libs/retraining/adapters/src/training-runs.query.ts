import type { TrainingRunView, TrainingRunsView } from '@plumbline/contracts';
import type { PrismaClient } from '@plumbline/platform';
import { toTrainingRun, toTrainingRunView } from './training-run.mapper';

export class TrainingRunsQuery {
  constructor(private readonly prisma: PrismaClient) {}

  /** Newest first; of one model or of all. */
  async list(model: string | null, cursor: string | null, limit: number): Promise<TrainingRunsView> {
    const ofModel = model ? { model } : {};
    const rows = await this.prisma.trainingRun.findMany({
      where: { ...ofModel, ...(cursor ? { createdAt: { lt: new Date(cursor) } } : {}) },
      orderBy: { createdAt: 'desc' },
      take: limit + 1,
    });
    const suppressions = await this.prisma.retrainingSuppression.findMany({
      where: ofModel,
      orderBy: { lastAt: 'desc' },
      take: 50,
    });
    const items = rows.slice(0, limit).map((row) => toTrainingRunView(toTrainingRun(row)));
    return {
      items,
      nextCursor: rows.length > limit ? (items.at(-1)?.createdAt ?? null) : null,
      suppressions: suppressions.map(({ id: _id, firstAt, lastAt, ...rest }) => ({
        ...rest,
        firstAt: firstAt.toISOString(),
        lastAt: lastAt.toISOString(),
      })),
    };
  }

  async find(id: string): Promise<TrainingRunView | null> {
    const row = await this.prisma.trainingRun.findUnique({ where: { id } });
    return row && toTrainingRunView(toTrainingRun(row));
  }
}
