import { publishDomainEvent, type EventBus } from '@plumbline/platform';
import type { RolloutAnnouncer } from '@plumbline/rollouts-core';

export class BusRolloutAnnouncer implements RolloutAnnouncer {
  constructor(private readonly bus: Pick<EventBus, 'publish'>) {}

  async announce({ kind, rollout, summary }: Parameters<RolloutAnnouncer['announce']>[0]): Promise<void> {
    const { id, model, state, candidateVersion, sharePercent } = rollout;
    await publishDomainEvent(this.bus, {
      kind,
      model,
      summary,
      detail: { rolloutId: id, state, candidateVersion, sharePercent },
    });
  }
}
