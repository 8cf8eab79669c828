import type { Page, RolloutArmView, RolloutView } from '@plumbline/contracts';
import type { Prisma, PrismaClient } from '@plumbline/platform';
import {
  challengersOf,
  decide,
  stepsOf,
  type Assessment,
  type Rollout,
  type RolloutEvidenceReader,
} from '@plumbline/rollouts-core';
import { toRollout } from './rollout.mapper';

type RowWithEvents = Prisma.RolloutGetPayload<{ include: { rolloutEvent: true } }>;

/** What the screens show. An open rollout is judged afresh for every look: looking is free by construction. */
export class RolloutViewsQuery {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly evidence: RolloutEvidenceReader,
  ) {}

  /** Newest first. */
  async list(model: string, cursor: string | null, limit: number): Promise<Page<RolloutView>> {
    const rows = await this.prisma.rollout.findMany({
      where: { model, ...(cursor ? { startedAt: { lt: new Date(cursor) } } : {}) },
      orderBy: { startedAt: 'desc' },
      take: limit + 1,
      include: { rolloutEvent: { orderBy: { id: 'asc' } } },
    });
    const items = await Promise.all(rows.slice(0, limit).map((row) => this.toView(row)));
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.startedAt ?? null) : null };
  }

  async find(id: string): Promise<RolloutView | null> {
    const row = await this.prisma.rollout.findUnique({
      where: { id },
      include: { rolloutEvent: { orderBy: { id: 'asc' } } },
    });
    return row && this.toView(row);
  }

  private async toView(row: RowWithEvents): Promise<RolloutView> {
    const rollout = toRollout(row);
    const assessment = await this.assessmentOf(rollout);
    return {
      id: rollout.id,
      model: rollout.model,
      strategy: rollout.strategy,
      state: rollout.state,
      championVersion: rollout.championVersion,
      candidateVersion: rollout.candidateVersion,
      arms: armsOf(rollout, assessment),
      steps: [...stepsOf(rollout)],
      stepIndex: rollout.stepIndex,
      setSharePercent: rollout.sharePercent,
      actualSharePercent: assessment?.actualSharePercent ?? null,
      stepPredictions: assessment?.stepPredictions ?? 0,
      minimumStepPredictions: rollout.policy.minimumStepPredictions,
      sampleRatioP: assessment?.sampleRatioP ?? null,
      metrics: assessment
        ? assessment.metrics.map((metric) => ({ ...metric, difference: { ...metric.difference } }))
        : [],
      decision: assessment?.decision ?? '',
      reason: rollout.reason,
      startedBy: rollout.startedBy,
      startedAt: rollout.startedAt.toISOString(),
      endedAt: rollout.endedAt?.toISOString() ?? null,
      events: row.rolloutEvent.map(({ at, kind, actor, reason }) => ({ at: at.toISOString(), kind, actor, reason })),
    };
  }

  /** As it stands now; what people are asked for is the controller's to say. */
  private async assessmentOf(rollout: Rollout): Promise<Assessment | null> {
    const { lastAssessment } = rollout;
    if (rollout.endedAt) return lastAssessment;
    const judged = decide(rollout, await this.evidence.read(rollout), new Date());
    const awaited = judged.action === 'promote' && lastAssessment?.awaitsApproval;
    return awaited ? { ...judged, action: 'hold', decision: lastAssessment.decision, awaitsApproval: true } : judged;
  }
}

function armsOf(rollout: Rollout, assessment: Assessment | null): RolloutArmView[] {
  const challengers = challengersOf(rollout);
  const left = challengers.reduce((rest, { sharePercent }) => rest - sharePercent, 100);
  const all = [{ name: 'champion', version: rollout.championVersion, sharePercent: left }, ...challengers];
  const candidate = assessment?.actualSharePercent ?? null;
  const split = new Map([
    [rollout.championVersion, candidate === null ? null : 100 - candidate],
    [rollout.candidateVersion, candidate],
  ]);
  return all.map(({ name, version, sharePercent }) => ({
    ...{ name, version },
    setSharePercent: sharePercent,
    actualSharePercent: assessment?.actualSharesPercent?.[version] ?? split.get(version) ?? null,
  }));
}
