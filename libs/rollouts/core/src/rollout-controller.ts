import { decide } from './decide';
import type { ChampionSwitch, RolloutAnnouncer, RolloutEvidenceReader, RolloutUnitOfWork } from './rollouts.port';
import type { Assessment, Rollout } from './rollout';
import { challengersOf } from './strategies/challengers';
import { stepsOf } from './strategies/start-plan';
import { givesEverything, withClearance } from './with-clearance';

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
      if (rollout.state === 'promoting') {
        await this.finishPromotion(rollout, now);
        continue;
      }
      const champion = await this.ports.champion.current(rollout.model);
      if (champion !== null && champion !== rollout.championVersion) await this.overtaken(rollout, champion, now);
      else if (rollout.state === 'running') await this.judge(rollout, now);
    }
  }

  /** People moved the champion: to what this rollout tries, or to something else, and then there is nothing to compare with. */
  private async overtaken(rollout: Rollout, champion: number, now: Date): Promise<void> {
    if (challengersOf(rollout).some(({ version }) => version === champion)) {
      const promoted = { state: 'promoted', candidateVersion: champion, sharePercent: 100, endedAt: now } as const;
      await this.save({ ...rollout, ...promoted }, 'promoted', null);
      return;
    }
    const { model, candidateVersion: version } = rollout;
    const reason = `version ${champion} became champion meanwhile`;
    await this.ports.champion.abandon({ model, version, reason, actor: ACTOR });
    await this.save({ ...rollout, state: 'superseded', sharePercent: 0, reason, endedAt: now }, 'superseded', null);
  }

  private async judge(rollout: Rollout, now: Date): Promise<void> {
    const assessment = await this.assess(rollout, now);
    switch (assessment.action) {
      case 'hold':
        if (assessment.decision !== rollout.lastAssessment?.decision)
          await this.save(
            { ...rollout, lastAssessment: assessment },
            assessment.awaitsApproval ? 'awaiting_approval' : null,
            assessment,
          );
        return;
      case 'advance':
        return this.advance(rollout, assessment, now);
      case 'pause':
        await this.save({ ...rollout, state: 'paused', lastAssessment: assessment }, 'paused', assessment);
        return;
      case 'roll_back':
        return this.rollBack({ ...rollout, lastAssessment: assessment }, assessment.decision, now);
      case 'promote':
        return this.promote(rollout, assessment, now);
      case 'complete':
        return this.complete(rollout, assessment, now);
      default:
        assessment.action satisfies never;
    }
  }

  /** What the evidence says, and for a promotion what people say. */
  private async assess(rollout: Rollout, now: Date): Promise<Assessment> {
    const judged = decide(rollout, await this.ports.evidence.read(rollout), now);
    if (!givesEverything(judged)) return judged;
    return withClearance(judged, await this.ports.champion.clear(promotionOf(rollout, judged.decision)));
  }

  private async promote(rollout: Rollout, assessment: Assessment, now: Date): Promise<void> {
    const promoting: Rollout = {
      ...rollout,
      state: 'promoting',
      sharePercent: 100,
      lastAssessment: assessment,
      reason: assessment.decision,
    };
    if (await this.save(promoting, 'promoting', assessment))
      await this.finishPromotion({ ...promoting, revision: rollout.revision + 1 }, now);
  }

  /** Approvals of the candidate end first: killed in between, the next tick decides the same again. */
  private async rollBack(rollout: Rollout, reason: string, now: Date): Promise<void> {
    const { model, candidateVersion: version, lastAssessment } = rollout;
    await this.ports.champion.abandon({ model, version, reason: `rolled back: ${reason}`, actor: ACTOR });
    const ended: Rollout = { ...rollout, state: 'rolled_back', sharePercent: 0, reason, endedAt: now };
    await this.save(ended, 'rolled_back', lastAssessment);
  }

  private async advance(rollout: Rollout, assessment: Assessment, now: Date): Promise<void> {
    const stepIndex = rollout.stepIndex + 1;
    const next: Rollout = {
      ...rollout,
      stepIndex,
      sharePercent: assessment.nextSharePercent ?? rollout.sharePercent,
      stepStartedAt: now,
      stepStartedSeq: await this.ports.evidence.latestPredictionSeq(rollout.model),
      lastAssessment: assessment,
    };
    await this.save(next, 'step_advanced', assessment);
  }

  /** The champion answers everything again, and keeps its alias until a person promotes something. */
  private async complete(rollout: Rollout, assessment: Assessment, now: Date): Promise<void> {
    const ended = { state: 'completed', sharePercent: 0, endedAt: now } as const;
    const completed: Rollout = { ...rollout, ...ended, lastAssessment: assessment, reason: assessment.decision };
    await this.save(completed, 'completed', assessment);
  }

  private async finishPromotion(rollout: Rollout, now: Date): Promise<void> {
    const outcome = await this.ports.champion.promote(promotionOf(rollout, rollout.reason));
    switch (outcome.kind) {
      case 'promoted':
        await this.save({ ...rollout, state: 'promoted', endedAt: now }, 'promoted', rollout.lastAssessment);
        return;
      case 'refused':
        return this.rollBack(rollout, outcome.reason, now);
      case 'waits':
        return this.holdAgain(rollout, outcome.reason, now);
      default:
        outcome satisfies never;
    }
  }

  /** The approval became void between the decision and the switch: the candidate goes back to its last step. */
  private async holdAgain(rollout: Rollout, reason: string, now: Date): Promise<void> {
    const held: Rollout = {
      ...rollout,
      state: 'running',
      sharePercent: stepsOf(rollout)[rollout.stepIndex] ?? rollout.sharePercent,
      stepStartedAt: now,
      stepStartedSeq: await this.ports.evidence.latestPredictionSeq(rollout.model),
      lastAssessment: null,
      reason: `the promotion ${reason}`,
    };
    await this.save(held, 'awaiting_approval', null);
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

const promotionOf = ({ id, model, candidateVersion, startedAt }: Rollout, reason: string) => ({
  model,
  version: candidateVersion,
  reason: `rollout ${id}: ${reason}`,
  actor: ACTOR,
  rolloutId: id,
  rolloutStartedAt: startedAt,
});
