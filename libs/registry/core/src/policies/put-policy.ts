import {
  ALIAS_POLICY,
  aliasPolicyOf,
  changedProtections,
  protectionOf,
  weakenings,
} from '../aliases/protection.policy';
import { AliasRoleError } from '../aliases/alias.errors';
import type { ApprovalRequest } from '../approvals/approval';
import { voidApprovals } from '../approvals/void-approvals';
import { StaleRevisionError, UnknownModelError } from '../registry.errors';
import type { RegistryTransaction, RegistryUnitOfWork } from '../store/registry-unit-of-work.port';

export interface PutPolicyCommand {
  readonly model: string;
  readonly kind: string;
  /** Parsed against the contract of its kind already. */
  readonly body: unknown;
  readonly actor: string;
  /** Of whoever writes: protecting aliases less than before takes an admin. */
  readonly role: string;
  readonly expectedRevision?: number;
}

export interface PutPolicyResult {
  readonly revision: number;
  readonly voided: readonly ApprovalRequest[];
}

/** Policies are versioned data: a change is a new revision, and the earlier ones stay readable. */
export class PutPolicy {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  execute(command: PutPolicyCommand): Promise<PutPolicyResult> {
    const { model, kind, body, actor, expectedRevision } = command;
    return this.unitOfWork.run(async (tx) => {
      const { models, audit } = tx;
      if (!(await models.lock(model))) throw new UnknownModelError(model);
      const present = await models.findPolicy(model, kind);
      const revision = present?.revision ?? 0;
      if (expectedRevision !== undefined && expectedRevision !== revision)
        throw new StaleRevisionError(`Policy ${kind} of ${model}`, expectedRevision, revision);
      const weakened = kind === ALIAS_POLICY ? refuseWeakening(command, present?.body) : [];
      await models.insertPolicy({ model, kind, revision: revision + 1, body, actor });
      await audit.record({
        actor,
        action: 'policy.changed',
        resourceType: 'policy',
        resourceId: `${model}/${kind}`,
        detail: {
          ...{ model, kind, revision: revision + 1, before: present?.body ?? null, after: body },
          ...(weakened.length > 0 ? { weakened } : {}),
        },
      });
      const voided = kind === ALIAS_POLICY ? await voidChanged(tx, command, present?.body) : [];
      return { revision: revision + 1, voided };
    });
  }
}

/** @returns in what it protects less */
function refuseWeakening({ model, body, role }: PutPolicyCommand, before: unknown): string[] {
  const weakened = weakenings(aliasPolicyOf(before), aliasPolicyOf(body));
  if (weakened.length > 0 && role !== 'admin')
    throw new AliasRoleError(`This protects the aliases of ${model} less (${weakened.join('; ')}): only an admin may.`);
  return weakened;
}

/** Approvals asked for under another rule do not count under this one. */
function voidChanged(tx: RegistryTransaction, { model, body, actor }: PutPolicyCommand, before: unknown) {
  const after = aliasPolicyOf(body);
  const changed = changedProtections(aliasPolicyOf(before), after);
  const where = ({ alias }: ApprovalRequest) => changed.includes(alias);
  const rule = changed.map((alias) => {
    const now = protectionOf(after, alias);
    return now ? `${alias} needs ${now.approvals} by ${now.roles.join(' or ')}` : `${alias} is no longer protected`;
  });
  return voidApprovals(tx, { model, where }, { actor, reason: `the protection changed: ${rule.join('; ')}` });
}
