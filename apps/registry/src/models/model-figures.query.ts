import type { ShareView } from '@plumbline/contracts';
import type { MonitoringNumbers, MonitoringQuery } from '@plumbline/monitoring-adapters';
import type { PrismaDatabase } from '@plumbline/platform';

export interface OpenRollout {
  readonly id: string;
  readonly state: string;
  readonly candidateVersion: number;
  readonly sharePercent: number;
}

/** What the other contexts know of a model, for its line in the list. */
export interface ModelFigures extends MonitoringNumbers {
  readonly rollout: OpenRollout | null;
  readonly isTraining: boolean;
}

export class ModelFiguresQuery {
  constructor(
    private readonly monitoring: Pick<MonitoringQuery, 'numbers'>,
    private readonly prisma: Pick<PrismaDatabase, 'rollout' | 'trainingRun'>,
  ) {}

  async of(models: readonly string[]): Promise<ReadonlyMap<string, ModelFigures>> {
    const open = { model: { in: [...models] } };
    const [numbers, rollouts, runs] = await Promise.all([
      this.monitoring.numbers(models),
      this.prisma.rollout.findMany({ where: { ...open, endedAt: null } }),
      this.prisma.trainingRun.findMany({ where: { ...open, finishedAt: null }, select: { model: true } }),
    ]);
    const rolloutOf = new Map(rollouts.map((rollout) => [rollout.model, rollout]));
    const training = new Set(runs.map(({ model }) => model));
    return new Map(
      numbers.map((known) => {
        const { model } = known;
        return [model, { ...known, rollout: rolloutOf.get(model) ?? null, isTraining: training.has(model) }];
      }),
    );
  }
}

/** Who answers which share of the requests now. */
export function sharesOf(championVersion: number | null, rollout: OpenRollout | null): ShareView[] {
  if (championVersion === null) return [];
  const candidateShare = rollout?.sharePercent ?? 0;
  const champion: ShareView = { version: championVersion, sharePercent: 100 - candidateShare, role: 'champion' };
  if (rollout === null) return [champion];
  return [champion, { version: rollout.candidateVersion, sharePercent: candidateShare, role: 'candidate' }];
}
