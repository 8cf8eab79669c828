import { StaleRevisionError, UnknownModelError, UnknownVersionError } from '../registry.errors';
import type { AuditTrail } from '../audit/audit-trail.port';
import type { ModelStore, RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import type { Alias, AliasChange } from '../versions/model-version';
import { checkReason } from './check-reason';

export interface SetAliasCommand {
  readonly model: string;
  readonly alias: string;
  readonly version: number;
  readonly reason: string;
  readonly actor: string;
  /** From If-Match; without it the change wins over whatever stands there. 0: the alias must not exist. */
  readonly expectedRevision?: number;
}

export interface AliasResult {
  readonly alias: Alias;
  /** False when the alias pointed there already: nothing was written. */
  readonly changed: boolean;
}

interface Transaction {
  readonly models: ModelStore;
  readonly audit: AuditTrail;
}

const ACTIONS: Readonly<Record<AliasChange['action'], string>> = {
  promote: 'alias.promoted',
  rollback: 'alias.rolled_back',
  set: 'alias.set',
  remove: 'alias.removed',
};

/** Moves an alias within a transaction. The model's lock keeps other changes out; the compare-and-set proves it. */
export async function moveAlias(
  { models, audit }: Transaction,
  { model, alias, version, reason, actor, expectedRevision }: SetAliasCommand,
  action: AliasChange['action'],
): Promise<AliasResult> {
  if (!(await models.lock(model))) throw new UnknownModelError(model);
  if (!(await models.findVersion(model, version)))
    throw new UnknownVersionError(model, version, await models.latestVersion(model));
  const present = await models.findAlias(model, alias);
  const revision = present?.revision ?? 0;
  const stale = (expected: number) => new StaleRevisionError(`Alias ${alias} of ${model}`, expected, revision);
  if (expectedRevision !== undefined && expectedRevision !== revision) throw stale(expectedRevision);
  if (present?.version === version) return { alias: present, changed: false };
  if (!(await models.putAlias({ model, alias, version }, revision))) throw stale(revision);
  const previousVersion = present?.version ?? null;
  await models.appendAliasChange(model, { alias, version, previousVersion, action, reason, actor });
  await audit.record({
    actor,
    action: ACTIONS[action],
    resourceType: 'alias',
    resourceId: `${model}/${alias}`,
    reason,
    detail: { model, alias, version, previousVersion, revision: revision + 1 },
  });
  const moved = await models.findAlias(model, alias);
  if (!moved) throw stale(revision);
  return { alias: moved, changed: true };
}

export class SetAlias {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  async execute(command: SetAliasCommand): Promise<AliasResult> {
    checkReason(command.reason);
    return this.unitOfWork.run((tx) => moveAlias(tx, command, 'set'));
  }
}
