import type { AliasChange, AliasResult, RemovedAlias } from '@plumbline/registry-core';
import type { ApprovalNotice } from '../approvals/approval-notice';
import type { Announcer } from '../wiring/announcer';

const VERBS: Readonly<Record<AliasChange['action'], string>> = {
  promote: 'promoted to',
  rollback: 'rolled back to',
  set: 'set to',
  remove: 'taken away from',
  correct: 'corrected to',
};

/** Tells the house that an alias moved, and which approvals died of it; silent when it pointed there already. */
export class AliasChangeNotice {
  constructor(
    private readonly announcer: Announcer,
    private readonly approvals: ApprovalNotice,
  ) {}

  async send({ alias, changed, voided }: AliasResult, action: AliasChange['action'], reason: string): Promise<void> {
    if (!changed) return;
    const { model, version, revision } = alias;
    await this.announcer.announce({
      kind: 'alias.changed',
      model,
      summary: `${alias.alias} ${VERBS[action]} version ${version}: ${reason}`,
      detail: { alias: alias.alias, version, revision, action },
    });
    await this.approvals.voided(voided);
  }

  async removed(
    { model, alias, reason }: { model: string; alias: string; reason: string },
    { previousVersion, voided }: RemovedAlias,
  ): Promise<void> {
    await this.announcer.announce({
      kind: 'alias.changed',
      model,
      summary: `${alias} ${VERBS.remove} version ${previousVersion}: ${reason}`,
      detail: { alias, version: null, action: 'remove' },
    });
    await this.approvals.voided(voided);
  }
}
