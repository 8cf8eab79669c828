import type { ApprovalRequest } from '../approvals/approval';
import { versionEvidence } from '../approvals/binding';
import { voidApprovals } from '../approvals/void-approvals';
import { StaleRevisionError, UnknownModelError, UnknownVersionError } from '../registry.errors';
import type { RegistryTransaction } from '../store/registry-unit-of-work.port';
import type { Alias, AliasChange, AliasEvidence, AliasTarget } from '../versions/model-version';
import { refuseAliasName } from './alias-name';
import { ArchivedVersionError } from './alias.errors';

export interface MoveAliasCommand {
  readonly model: string;
  readonly alias: string;
  readonly version: number;
  readonly reason: string;
  readonly actor: string;
  /** From If-Match; without it the change wins over whatever stands there. 0: the alias must not exist. */
  readonly expectedRevision?: number;
  /** Beside what the version is: approvals, the rollout. */
  readonly evidence?: AliasEvidence;
}

export interface AliasResult {
  readonly alias: Alias;
  /** False when the alias pointed there already: nothing was written. */
  readonly changed: boolean;
  /** Requests for the same alias that died of it, to be announced after the commit. */
  readonly voided: readonly ApprovalRequest[];
}

export interface PreparedMove {
  readonly target: AliasTarget;
  readonly present: Alias | null;
  readonly revision: number;
  /** It points there already. */
  readonly unchanged: AliasResult | null;
}

const ACTIONS: Readonly<Record<AliasChange['action'], string>> = {
  promote: 'alias.promoted',
  rollback: 'alias.rolled_back',
  set: 'alias.set',
  remove: 'alias.removed',
  correct: 'alias.corrected',
};

export const auditActionOf = (action: AliasChange['action']): string => ACTIONS[action];

const staleAlias = (command: Pick<MoveAliasCommand, 'model' | 'alias'>, expected: number, revision: number) =>
  new StaleRevisionError(`Alias ${command.alias} of ${command.model}`, expected, revision);

/** @throws StaleRevisionError */
export function refuseStale(
  command: Pick<MoveAliasCommand, 'model' | 'alias' | 'expectedRevision'>,
  revision: number,
): void {
  const { expectedRevision } = command;
  if (expectedRevision !== undefined && expectedRevision !== revision)
    throw staleAlias(command, expectedRevision, revision);
}

/** Locks the model, so that changes of it happen one after the other, and refuses what can not be. Writes nothing. */
export async function prepareMove(
  { models }: Pick<RegistryTransaction, 'models'>,
  command: MoveAliasCommand,
): Promise<PreparedMove> {
  const { model, alias, version } = command;
  refuseAliasName(alias);
  if (!(await models.lock(model))) throw new UnknownModelError(model);
  const target = await models.findTarget(model, version);
  if (!target) throw new UnknownVersionError(model, version, await models.latestVersion(model));
  const present = await models.findAlias(model, alias);
  const revision = present?.revision ?? 0;
  refuseStale(command, revision);
  if (target.archived) throw new ArchivedVersionError(model, version);
  const unchanged = present?.version === version ? { alias: present, changed: false, voided: [] } : null;
  return { target, present, revision, unchanged };
}

/** Moves a prepared alias; whoever calls has seen to it that the move is allowed. */
export async function applyMove(
  tx: RegistryTransaction,
  command: MoveAliasCommand,
  { target, present, revision, unchanged }: PreparedMove,
  action: AliasChange['action'],
): Promise<AliasResult> {
  if (unchanged) return unchanged;
  const { models, audit } = tx;
  const { model, alias, version, reason, actor } = command;
  const evidence = { ...(await versionEvidence(tx, target)), ...command.evidence };
  const moved = await models.putAlias({ model, alias, version }, revision);
  if (!moved) throw staleAlias(command, revision, revision);
  const previousVersion = present?.version ?? null;
  await models.appendAliasChange(model, { alias, version, previousVersion, action, reason, actor, evidence });
  await audit.record({
    actor,
    action: auditActionOf(action),
    resourceType: 'alias',
    resourceId: `${model}/${alias}`,
    reason,
    detail: { model, alias, version, previousVersion, revision: moved.revision, evidence },
  });
  const voided = await voidApprovals(
    tx,
    { model, where: (request) => request.alias === alias && request.id !== evidence.approvalId },
    { actor, reason: `alias ${alias} moved to version ${version}` },
  );
  return { alias: moved, changed: true, voided };
}
