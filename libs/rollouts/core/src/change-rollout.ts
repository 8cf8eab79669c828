import { RolloutConflict, RolloutNotFound } from './rollouts.errors';
import type { RolloutAnnouncer, RolloutUnitOfWork } from './rollouts.port';
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
  readonly reason: string;
  readonly actor: string;
  readonly now: Date;
}

/** What a person decides, with a reason. A promotion is only decided here: the controller carries it out. */
export async function changeRollout(
  change: ChangeRolloutCommand,
  ports: { unitOfWork: RolloutUnitOfWork; announcer: RolloutAnnouncer },
): Promise<Rollout> {
  const changed = await ports.unitOfWork.run(async ({ rollouts, audit }) => {
    const rollout = await rollouts.find(change.id);
    if (!rollout) throw new RolloutNotFound(change.id);
    if (!ALLOWED_FROM[change.command].includes(rollout.state))
      throw new RolloutConflict(`A rollout that is ${rollout.state.replace('_', ' ')} cannot ${change.command}.`);
    const next = applyCommand(rollout, change);
    if (!(await rollouts.update(next)))
      throw new RolloutConflict('The rollout changed meanwhile. Look again and repeat.');
    await rollouts.appendEvent({
      rolloutId: rollout.id,
      kind: change.command,
      actor: change.actor,
      reason: change.reason,
    });
    await audit.record({
      actor: change.actor,
      action: `rollout.${change.command}`,
      resourceType: 'rollout',
      resourceId: rollout.id,
      reason: change.reason,
      detail: { model: rollout.model, candidateVersion: rollout.candidateVersion, from: rollout.state, to: next.state },
    });
    return next;
  });
  const kind = changed.endedAt ? 'rollout.ended' : 'rollout.step';
  await ports.announcer.announce({
    kind,
    rollout: changed,
    summary: `${change.command} by ${change.actor}: ${change.reason}`,
  });
  return changed;
}

function applyCommand(rollout: Rollout, { command, reason, now }: ChangeRolloutCommand): Rollout {
  switch (command) {
    case 'pause':
      return { ...rollout, state: 'paused', reason };
    case 'resume':
      return { ...rollout, state: 'running', reason };
    case 'promote':
      return { ...rollout, state: 'promoting', sharePercent: 100, reason };
    case 'abort':
      return { ...rollout, state: 'rolled_back', sharePercent: 0, reason, endedAt: now };
  }
}
