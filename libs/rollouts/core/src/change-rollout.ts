import { RolloutConflict, RolloutInvalid, RolloutNotFound } from './rollouts.errors';
import type {
  ChampionSwitch,
  RolloutAnnouncer,
  RolloutEvidenceReader,
  RolloutStore,
  RolloutUnitOfWork,
} from './rollouts.port';
import type { Rollout, RolloutState } from './rollout';

export type RolloutCommand = 'pause' | 'resume' | 'promote' | 'abort';

const ALLOWED_FROM: Readonly<Record<RolloutCommand, readonly RolloutState[]>> = {
  pause: ['running'],
  resume: ['paused'],
  promote: ['running', 'paused'],
  abort: ['running', 'paused'],
};

export interface ChangeRolloutCommand {
  readonly id: string;
  readonly command: RolloutCommand;
  /** Which arm of an A/B test is promoted; needed where there are several. */
  readonly arm?: string | undefined;
  readonly reason: string;
  readonly actor: string;
  /** Who asks for approvals, where a promotion needs them. */
  readonly person: string;
  readonly role: string;
  readonly now: Date;
}

export interface ChangeRolloutPorts {
  readonly unitOfWork: RolloutUnitOfWork;
  readonly announcer: RolloutAnnouncer;
  readonly champion: ChampionSwitch;
  readonly evidence: Pick<RolloutEvidenceReader, 'latestPredictionSeq'>;
}

/**
 * What a person decides, with a reason. A promotion is only decided here: the controller carries it out; and where the champion is
 * protected it is only asked for here, while the rollout goes on.
 */
export async function changeRollout(change: ChangeRolloutCommand, ports: ChangeRolloutPorts): Promise<Rollout> {
  const present = withChosenArm(await ports.unitOfWork.run(({ rollouts }) => findAllowed(rollouts, change)), change);
  const step = await prepare(change, present, ports);
  const latestSeq = await ports.evidence.latestPredictionSeq(present.model);
  const changed = await ports.unitOfWork.run(async ({ rollouts, audit }) => {
    const rollout = withChosenArm(await findAllowed(rollouts, change), change);
    const next = step.waits === null ? applyCommand(rollout, change, latestSeq) : { ...rollout, reason: step.reason };
    if (!(await rollouts.update(next)))
      throw new RolloutConflict('The rollout changed meanwhile. Look again and repeat.');
    await rollouts.appendEvent({ rolloutId: rollout.id, kind: step.kind, actor: change.actor, reason: step.reason });
    await audit.record({
      actor: change.actor,
      action: `rollout.${step.kind}`,
      resourceType: 'rollout',
      resourceId: rollout.id,
      reason: step.reason,
      detail: { model: rollout.model, candidateVersion: rollout.candidateVersion, from: rollout.state, to: next.state },
    });
    return next;
  });
  const kind = changed.endedAt ? 'rollout.ended' : 'rollout.step';
  await ports.announcer.announce({
    kind,
    rollout: changed,
    summary: `${step.kind.replaceAll('_', ' ')} by ${change.actor}: ${step.reason}`,
  });
  return changed;
}

interface Step {
  readonly kind: string;
  readonly reason: string;
  /** What a promotion waits for; null: nothing stands in the way. */
  readonly waits: string | null;
}

/** Outside the transaction, since approvals are the registry's; repeating it changes nothing. */
async function prepare(
  change: ChangeRolloutCommand,
  rollout: Rollout,
  { champion }: ChangeRolloutPorts,
): Promise<Step> {
  const { command, reason, actor, person, role } = change;
  const { id: rolloutId, model, candidateVersion: version, startedAt: rolloutStartedAt } = rollout;
  if (command === 'abort') await champion.abandon({ model, version, reason: `aborted: ${reason}`, actor });
  if (command !== 'promote') return { kind: command, reason, waits: null };
  const promotion = { model, version, reason, actor, rolloutId, rolloutStartedAt };
  const clearance = await champion.ask(promotion, { actor, person, role });
  if (clearance.kind === 'free') return { kind: command, reason, waits: null };
  return { kind: 'promotion_asked', reason: `${reason}; ${clearance.reason}`, waits: clearance.reason };
}

async function findAllowed(rollouts: RolloutStore, { id, command }: ChangeRolloutCommand): Promise<Rollout> {
  const rollout = await rollouts.find(id);
  if (!rollout) throw new RolloutNotFound(id);
  if (!ALLOWED_FROM[command].includes(rollout.state))
    throw new RolloutConflict(`A rollout that is ${rollout.state.replace('_', ' ')} cannot ${command}.`);
  return rollout;
}

/** A promotion makes the chosen arm the candidate. */
function withChosenArm(rollout: Rollout, { command, arm }: ChangeRolloutCommand): Rollout {
  if (command !== 'promote' || rollout.strategy !== 'ab') return rollout;
  const names = rollout.arms.map(({ name }) => name);
  const chosen =
    arm === undefined && rollout.arms.length === 1 ? rollout.arms[0] : rollout.arms.find(({ name }) => name === arm);
  if (!chosen) throw new RolloutInvalid('/arm', `name the arm that becomes champion: ${names.join(', ')}`);
  return { ...rollout, candidateVersion: chosen.version };
}

/** Who resumes has seen what stands there; the step begins anew, since what it counted led to the pause. */
function resumed(rollout: Rollout, now: Date, stepStartedSeq: bigint): Rollout {
  const seen =
    rollout.lastAssessment?.metrics.filter(({ role, verdict }) => role === 'signal' && verdict === 'worse') ?? [];
  const acceptedSignals = [...new Set([...rollout.acceptedSignals, ...seen.map(({ metric }) => metric)])];
  return { ...rollout, state: 'running', acceptedSignals, stepStartedAt: now, stepStartedSeq };
}

function applyCommand(rollout: Rollout, { command, reason, now }: ChangeRolloutCommand, latestSeq: bigint): Rollout {
  switch (command) {
    case 'pause':
      return { ...rollout, state: 'paused', reason };
    case 'resume':
      return { ...resumed(rollout, now, latestSeq), reason };
    case 'promote':
      return { ...rollout, state: 'promoting', sharePercent: 100, reason };
    case 'abort':
      return { ...rollout, state: 'rolled_back', sharePercent: 0, reason, endedAt: now };
  }
}
