import { decide } from './decide';
import type { ChampionSwitch, RolloutAnnouncer, RolloutEvidenceReader, RolloutUnitOfWork } from './rollouts.port';
import type { Assessment, Rollout } from './rollout';

const ACTOR = 'system:rollout-controller';

export interface RolloutControllerPorts {
  readonly unitOfWork: RolloutUnitOfWork;
  readonly evidence: RolloutEvidenceReader;
  readonly champion: ChampionSwitch;
  readonly announcer: RolloutAnnouncer;
}

/**
 * One tick: reads evidence, lets `decide` judge, applies. Every step is idempotent: the decision is saved by compare-and-set,
 * the champion switch is repeated while the state says `promoting`, so a tick killed anywhere is finished by the next.
 */
export class RolloutController {
  constructor(private readonly ports: RolloutControllerPorts) {}

  async tick(now: Date): Promise<void> {
    const open = await this.ports.unitOfWork.run(({ rollouts }) => rollouts.listOpen());
    for (const rollout of open) {
      if (rollout.state === 'promoting') await this.finishPromotion(rollout, now);
      else if (rollout.state === 'running') await this.judge(rollout, now);
    }
  }

  private async judge(rollout: Rollout, now: Date): Promise<void> {
    const assessment = decide(rollout, await this.ports.evidence.read(rollout), now);
    switch (assessment.action) {
      case 'hold':
        if (assessment.decision !== rollout.lastAssessment?.decision)
          await this.save({ ...rollout, lastAssessment: assessment }, null, assessment);
        return;
      case 'advance':
        return this.advance(rollout, assessment, now);
      case 'pause':
        await this.save({ ...rollout, state: 'paused', lastAssessment: assessment }, 'paused', assessment);
        return;
      case 'roll_back':
        await this.save(
          {
            ...rollout,
            state: 'rolled_back',
            sharePercent: 0,
            lastAssessment: assessment,
            reason: assessment.decision,
            endedAt: now,
          },
          'rolled_back',
          assessment,
        );
        return;
      case 'promote': {
        const promoting: Rollout = {
          ...rollout,
          state: 'promoting',
          sharePercent: 100,
          lastAssessment: assessment,
          reason: assessment.decision,
        };
        if (await this.save(promoting, 'promoting', assessment))
          await this.finishPromotion({ ...promoting, revision: rollout.revision + 1 }, now);
        return;
      }
      default:
        assessment.action satisfies never;
    }
  }

  private async advance(rollout: Rollout, assessment: Assessment, now: Date): Promise<void> {
    const stepIndex = rollout.stepIndex + 1;
    const next: Rollout = {
      ...rollout,
      stepIndex,
      sharePercent: rollout.policy.steps[stepIndex] ?? rollout.sharePercent,
      stepStartedAt: now,
      stepStartedSeq: await this.ports.evidence.latestPredictionSeq(rollout.model),
      lastAssessment: assessment,
    };
    await this.save(next, 'step_advanced', assessment);
  }

  private async finishPromotion(rollout: Rollout, now: Date): Promise<void> {
    await this.ports.champion.promote({
      model: rollout.model,
      version: rollout.candidateVersion,
      expectedVersion: rollout.championVersion,
      reason: `rollout ${rollout.id}: ${rollout.reason}`,
      actor: ACTOR,
    });
    await this.save({ ...rollout, state: 'promoted', endedAt: now }, 'promoted', rollout.lastAssessment);
  }

  /** @returns false when another controller or a person changed the rollout first; the next tick sees the new state */
  private async save(rollout: Rollout, change: string | null, assessment: Assessment | null): Promise<boolean> {
    const saved = await this.ports.unitOfWork.run(async ({ rollouts, audit }) => {
      if (!(await rollouts.update(rollout))) return false;
      if (!change) return true;
      const reason = assessment?.decision ?? rollout.reason;
      await rollouts.appendEvent({ rolloutId: rollout.id, kind: change, actor: ACTOR, reason, assessment });
      await audit.record({
        actor: ACTOR,
        action: `rollout.${change}`,
        resourceType: 'rollout',
        resourceId: rollout.id,
        reason,
        detail: {
          model: rollout.model,
          candidateVersion: rollout.candidateVersion,
          sharePercent: rollout.sharePercent,
          assessment,
        },
      });
      return true;
    });
    if (saved && change) {
      const kind = rollout.endedAt ? 'rollout.ended' : 'rollout.step';
      const summary = `version ${rollout.candidateVersion} ${change.replaceAll('_', ' ')}, share ${rollout.sharePercent} %`;
      await this.ports.announcer.announce({ kind, rollout, summary });
    }
    return saved;
  }
}
