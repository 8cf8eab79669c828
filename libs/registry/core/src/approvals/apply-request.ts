import { previousChampion } from '../aliases/champion-lineage';
import { applyMove, prepareMove, type AliasResult } from '../aliases/move-alias';
import type { RegistryTransaction } from '../store/registry-unit-of-work.port';
import { CHAMPION, type AliasChange, type AliasEvidence } from '../versions/model-version';
import { approversOf, type ApprovalRequest } from './approval';

/** Approvals that lead back to the champion before are a rollback, so that the line of champions stays what it was. */
async function actionOf(
  { models }: RegistryTransaction,
  { model, alias, version }: ApprovalRequest,
): Promise<AliasChange['action']> {
  if (alias !== CHAMPION) return 'set';
  const present = await models.findAlias(model, alias);
  if (!present) return 'promote';
  const before = previousChampion(await models.aliasMoves(model, alias), present.version);
  return before === version ? 'rollback' : 'promote';
}

/** Moves the alias in the transaction of the approval that was missing: there is no approved request that a crash can strand. */
export async function applyRequest(
  tx: RegistryTransaction,
  request: ApprovalRequest,
  by: { readonly actor: string; readonly reason?: string; readonly evidence?: AliasEvidence },
): Promise<AliasResult> {
  const { id, model, alias, version, requester, aliasRevision } = request;
  const approvers = approversOf(request);
  const command = {
    ...{ model, alias, version, actor: by.actor, expectedRevision: aliasRevision },
    reason: by.reason ?? request.reason,
    evidence: { ...by.evidence, approvalId: id, requester, approvers },
  };
  const result = await applyMove(tx, command, await prepareMove(tx, command), await actionOf(tx, request));
  await tx.approvals.setState(id, 'applied', `${alias} is version ${version}`);
  await tx.audit.record({
    actor: by.actor,
    action: 'approval.applied',
    resourceType: 'approval',
    resourceId: id,
    reason: request.reason,
    detail: { model, alias, version, requester, approvers, revision: result.alias.revision },
  });
  return result;
}
