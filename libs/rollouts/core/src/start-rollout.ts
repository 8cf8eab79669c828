import { RolloutConflict, RolloutInvalid } from './rollouts.errors';
import type {
  ChampionSwitch,
  RolloutAnnouncer,
  RolloutEvidenceReader,
  RolloutStore,
  RolloutUnitOfWork,
} from './rollouts.port';
import type { Rollout, RolloutPolicy } from './rollout';

export interface StartRolloutCommand {
  readonly model: string;
  readonly candidateVersion: number;
  readonly policy: RolloutPolicy;
  /** No label recorded after this time was seen in training the candidate. */
  readonly frozenAt: Date;
  readonly reason: string;
  readonly actor: string;
  readonly now: Date;
  readonly id: string;
}

export interface StartRolloutPorts {
  readonly unitOfWork: RolloutUnitOfWork;
  readonly evidence: RolloutEvidenceReader;
  readonly champion: ChampionSwitch;
  readonly announcer: RolloutAnnouncer;
}

/** Starts a canary at the policy's first share. One rollout a model at a time; a rolled-back version is not offered again. */
export async function startRollout(command: StartRolloutCommand, ports: StartRolloutPorts): Promise<Rollout> {
  refuseBadSteps(command.policy.steps);
  const championVersion = await ports.champion.current(command.model);
  if (championVersion === null)
    throw new RolloutConflict(`${command.model} has no champion to compare with. Promote a first version instead.`);
  if (championVersion === command.candidateVersion)
    throw new RolloutConflict(`Version ${command.candidateVersion} of ${command.model} is the champion already.`);
  const stepStartedSeq = await ports.evidence.latestPredictionSeq(command.model);
  const rollout = newRollout(command, championVersion, stepStartedSeq);

  let superseded: Rollout | null = null as Rollout | null;
  await ports.unitOfWork.run(async (tx) => {
    if (await tx.rollouts.wasRolledBack(command.model, command.candidateVersion))
      throw new RolloutConflict(
        `Version ${command.candidateVersion} was rolled back before. Register a changed version.`,
      );
    superseded = await makeRoom(command, tx.rollouts);
    await tx.rollouts.insert(rollout);
    await recordStart(rollout, command, tx);
  });
  if (superseded) {
    const { model, candidateVersion: version, reason } = superseded;
    await ports.champion.abandon({ model, version, reason, actor: command.actor });
  }
  await ports.announcer.announce({
    kind: 'rollout.started',
    rollout,
    summary: `canary of version ${rollout.candidateVersion} at ${rollout.sharePercent} %`,
  });
  return rollout;
}

/** One rollout a model: an open one is superseded, or stands in the way, as the policy says. */
async function makeRoom(command: StartRolloutCommand, rollouts: RolloutStore): Promise<Rollout | null> {
  const open = await rollouts.findOpen(command.model);
  if (!open) return null;
  if (command.policy.onNewCandidate === 'refuse' || open.state === 'promoting')
    throw new RolloutConflict(
      `Rollout ${open.id} of version ${open.candidateVersion} is still open. Abort it, or wait.`,
    );
  const reason = `superseded by version ${command.candidateVersion}`;
  const closed: Rollout = { ...open, state: 'superseded', sharePercent: 0, endedAt: command.now, reason };
  if (!(await rollouts.update(closed))) throw new RolloutConflict(`Rollout ${open.id} changed meanwhile. Try again.`);
  await rollouts.appendEvent({ rolloutId: open.id, kind: 'superseded', actor: command.actor, reason });
  return closed;
}

type Transaction = Parameters<Parameters<RolloutUnitOfWork['run']>[0]>[0];

async function recordStart(rollout: Rollout, { actor, reason }: StartRolloutCommand, { rollouts, audit }: Transaction) {
  const { id, model, championVersion, candidateVersion, sharePercent, policy } = rollout;
  await rollouts.appendEvent({ rolloutId: id, kind: 'started', actor, reason });
  await audit.record({
    actor,
    action: 'rollout.started',
    resourceType: 'rollout',
    resourceId: id,
    reason,
    detail: { model, championVersion, candidateVersion, sharePercent, policy },
  });
}

function newRollout(command: StartRolloutCommand, championVersion: number, stepStartedSeq: bigint): Rollout {
  return {
    id: command.id,
    model: command.model,
    strategy: 'canary',
    state: 'running',
    championVersion,
    candidateVersion: command.candidateVersion,
    stepIndex: 0,
    sharePercent: command.policy.steps[0] ?? 0,
    salt: command.id,
    policy: command.policy,
    frozenAt: command.frozenAt,
    stepStartedAt: command.now,
    stepStartedSeq,
    lastAssessment: null,
    reason: command.reason,
    startedBy: command.actor,
    revision: 1,
    startedAt: command.now,
    endedAt: null,
  };
}

function refuseBadSteps(steps: readonly number[]): void {
  const growing = steps.every((share, i) => share > (i === 0 ? 0 : (steps[i - 1] ?? 0)) && share <= 100);
  if (!steps.length || !growing)
    throw new RolloutInvalid(
      '/steps',
      `steps must grow from above 0 to at most 100 percent, such as 10,25,50,100; got ${steps.join(',')}`,
    );
}
