import {
  CHAMPION,
  CandidateApproval,
  type ApprovalRequest,
  type CandidateClearance,
  type RegistryUnitOfWork,
} from '@plumbline/registry-core';
import type { CandidatePromotion, ChampionSwitch, Clearance, Requester } from '@plumbline/rollouts-core';
import { uuidv7 } from 'uuidv7';

export interface ChampionNotices {
  /** After the alias moved; not called when it stood there already. */
  readonly switched: (model: string, version: number) => Promise<void>;
  readonly approval: (happened: 'requested' | 'applied' | 'voided', request: ApprovalRequest) => Promise<void>;
}

/** Promoting what is champion already changes nothing, so a controller may repeat itself. */
export class RegistryChampionSwitch implements ChampionSwitch {
  private readonly approvals: CandidateApproval;

  constructor(
    private readonly unitOfWork: RegistryUnitOfWork,
    private readonly notices: ChampionNotices,
  ) {
    this.approvals = new CandidateApproval(unitOfWork);
  }

  async current(model: string): Promise<number | null> {
    const alias = await this.unitOfWork.run(({ models }) => models.findAlias(model, CHAMPION));
    return alias?.version ?? null;
  }

  async clear(promotion: CandidatePromotion): Promise<Clearance> {
    return this.told(await this.approvals.clear({ ...promotion, approvalId: uuidv7() }));
  }

  async ask(promotion: CandidatePromotion, person: Requester): Promise<Clearance> {
    return this.told(await this.approvals.ask({ ...promotion, approvalId: uuidv7() }, person));
  }

  async promote(promotion: CandidatePromotion): ReturnType<ChampionSwitch['promote']> {
    const outcome = await this.approvals.promote({ ...promotion, approvalId: uuidv7() });
    if (outcome.kind !== 'promoted') return this.told(outcome);
    const { moved, approved } = outcome;
    if (approved) await this.notices.approval('applied', approved);
    if (moved.changed) await this.notices.switched(promotion.model, promotion.version);
    for (const request of moved.voided) await this.notices.approval('voided', request);
    return { kind: 'promoted' };
  }

  async abandon(promotion: Parameters<ChampionSwitch['abandon']>[0]): Promise<void> {
    for (const request of await this.approvals.abandon(promotion)) await this.notices.approval('voided', request);
  }

  private async told<T extends CandidateClearance>(clearance: T): Promise<T> {
    if (clearance.kind === 'waits') {
      for (const request of clearance.voided) await this.notices.approval('voided', request);
      if (clearance.created) await this.notices.approval('requested', clearance.request);
    }
    return clearance;
  }
}
