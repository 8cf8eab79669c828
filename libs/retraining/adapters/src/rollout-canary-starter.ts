import { uuidv7 } from 'uuidv7';
import type { CanaryStarter } from '@plumbline/retraining-core';
import { startRollout, type StartRolloutPorts } from '@plumbline/rollouts-core';
import type { StoredPolicies } from './stored-policies';

export class RolloutCanaryStarter implements CanaryStarter {
  constructor(
    private readonly ports: StartRolloutPorts,
    private readonly policies: StoredPolicies,
  ) {}

  async openRollout(model: string): Promise<{ id: string; startedAt: Date } | null> {
    return this.ports.unitOfWork.run(({ rollouts }) => rollouts.findOpen(model));
  }

  /** Idempotent: a run that was killed after starting its canary finds it running. */
  async start({ model, version, frozenAt, reason }: Parameters<CanaryStarter['start']>[0]): Promise<void> {
    const open = await this.ports.unitOfWork.run(({ rollouts }) => rollouts.findOpen(model));
    if (open?.candidateVersion === version) return;
    const policy = await this.policies.read(model, 'rollout');
    await startRollout(
      {
        model,
        candidateVersion: version,
        policy,
        frozenAt,
        reason,
        actor: 'system:retraining',
        now: new Date(),
        id: uuidv7(),
      },
      this.ports,
    );
  }
}
