import type { Identity } from '@plumbline/platform';
import {
  CHAMPION,
  MlflowDeniedError,
  readVersionNumber,
  type ProposeMove,
  type RemoveAlias,
} from '@plumbline/registry-core';
import { uuidv7 } from 'uuidv7';
import type { AliasChangeNotice } from '../aliases/alias-change-notice';
import type { ApprovalNotice } from '../approvals/approval-notice';
import { personOf } from '../approvals/approval.mapper';

/** MLflow's clients give no reason; the audit log wants one. */
const REASON = 'through MLflow';

/** Aliases as MLflow's clients move them: by the same rules as everybody, but there is no "asked for" in their protocol. */
export class MlflowAliases {
  constructor(
    private readonly proposeMove: ProposeMove,
    private readonly removeAlias: RemoveAlias,
    private readonly notice: AliasChangeNotice,
    private readonly approvals: ApprovalNotice,
  ) {}

  /** @throws MlflowDeniedError with the id of the approval request, where the alias is protected */
  async set(move: { name: string; alias: string; version: string }, identity: Identity): Promise<void> {
    const { name: model, alias } = move;
    const version = readVersionNumber(move.version);
    const command = { model, alias, version, reason: REASON, ...personOf(identity), approvalId: uuidv7() };
    const outcome = await this.proposeMove.execute(command);
    if (outcome.kind === 'moved') return this.notice.send(outcome, alias === CHAMPION ? 'promote' : 'set', REASON);
    await this.approvals.opened(outcome);
    const { id, approvalsNeeded } = outcome.request;
    throw new MlflowDeniedError(
      `Alias ${alias} of ${model} is protected: approval request ${id} waits for ${approvalsNeeded} approvals by others (plumbline approval approve ${id}), and then the alias moves.`,
    );
  }

  async remove({ name: model, alias }: { name: string; alias: string }, identity: Identity): Promise<void> {
    const command = { model, alias, reason: REASON, ...personOf(identity) };
    await this.notice.removed(command, await this.removeAlias.execute(command));
  }
}
