import { RolloutConflict } from './rollouts.errors';
import type {
  ChampionSwitch,
  RolloutAnnouncer,
  RolloutEvidenceReader,
  RolloutStore,
  RolloutUnitOfWork,
} from './rollouts.port';
import { startedRules, type AnswerKind } from './judging/started-rules';
import { refuseUnknowable } from './judging/refuse-unknowable';
import type { Rollout, RolloutArm, RolloutPolicy, RolloutStrategy } from './rollout';
import { startPlan } from './strategies/start-plan';

export interface StartRolloutCommand {
  readonly model: string;
  readonly candidateVersion: number;
  /** Left out: a canary. */
  readonly strategy?: RolloutStrategy;
  /** Of an A/B test. */
  readonly arms?: readonly RolloutArm[] | undefined;
  /** What the model answers; left out, a probability. */
  readonly answers?: AnswerKind;
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

/** Starts a rollout: a canary at the policy's first share, the others as their strategy begins. One rollout a model at a time; a rolled-back version is not offered again. */
export async function startRollout(command: StartRolloutCommand, ports: StartRolloutPorts): Promise<Rollout> {
  const championVersion = await ports.champion.current(command.model);
  if (championVersion === null)
    throw new RolloutConflict(`${command.model} has no champion to compare with. Promote a first version instead.`);
  if (championVersion === command.candidateVersion)
    throw new RolloutConflict(`Version ${command.candidateVersion} of ${command.model} is the champion already.`);
  const stepStartedSeq = await ports.evidence.latestPredictionSeq(command.model);
  const rollout = newRollout(command, championVersion, stepStartedSeq);

  let superseded: Rollout | null = null as Rollout | null;
  await ports.unitOfWork.run(async (tx) => {
    if (command.strategy !== 'shadow' && (await tx.rollouts.wasRolledBack(command.model, command.candidateVersion)))
      throw new RolloutConflict(
        `Version ${command.candidateVersion} was rolled back before, or one with the same artifact. Register a changed one.`,
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
    summary: `${rollout.strategy} of version ${rollout.candidateVersion} at ${rollout.sharePercent} %`,
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
  const { id, model, strategy, championVersion, candidateVersion, arms, sharePercent, policy } = rollout;
  await rollouts.appendEvent({ rolloutId: id, kind: 'started', actor, reason });
  await audit.record({
    actor,
    action: 'rollout.started',
    resourceType: 'rollout',
    resourceId: id,
    reason,
    detail: { model, strategy, championVersion, candidateVersion, arms, sharePercent, policy },
  });
}

function newRollout(command: StartRolloutCommand, championVersion: number, stepStartedSeq: bigint): Rollout {
  const { id, model, strategy = 'canary', candidateVersion, answers = 'probability', now, reason } = command;
  const policy = { ...command.policy, metrics: startedRules(command.policy, answers) };
  refuseUnknowable(policy, { strategy, answers });
  return {
    ...{ id, model, strategy, state: 'running', championVersion, policy, reason },
    ...startPlan({ id, strategy, candidateVersion, championVersion, arms: command.arms, policy }),
    stepIndex: 0,
    frozenAt: command.frozenAt,
    stepStartedAt: now,
    stepStartedSeq,
    lastAssessment: null,
    acceptedSignals: [],
    startedBy: command.actor,
    revision: 1,
    startedAt: now,
    endedAt: null,
  };
}
