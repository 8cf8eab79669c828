/** Structurally the `aliases` policy of the contracts. */
export interface AliasProtection {
  readonly alias: string;
  /** Distinct people, none of them the one who asked. */
  readonly approvals: number;
  /** Whose approval counts. */
  readonly roles: readonly string[];
}

export interface AliasPolicy {
  readonly protected: readonly AliasProtection[];
  /** False: going back to the previous champion is an emergency brake that nobody waits for. */
  readonly rollbackNeedsApproval: boolean;
}

export const ALIAS_POLICY = 'aliases';

const NONE: AliasPolicy = { protected: [], rollbackNeedsApproval: false };

/** @param body of the latest policy revision, parsed against its contract when it was written; null: nobody wrote one */
export const aliasPolicyOf = (body: unknown): AliasPolicy => ({ ...NONE, ...((body ?? {}) as Partial<AliasPolicy>) });

export const protectionOf = (policy: AliasPolicy, alias: string): AliasProtection | null =>
  policy.protected.find((one) => one.alias === alias) ?? null;

function weakeningsOf(alias: string, before: AliasProtection, after: AliasProtection | null): string[] {
  if (!after) return [`${alias} is no longer protected`];
  const gained = after.roles.filter((role) => !before.roles.includes(role));
  return [
    ...(after.approvals < before.approvals ? [`${alias} needs ${after.approvals} instead of ${before.approvals}`] : []),
    ...(gained.length > 0 ? [`${gained.join(', ')} may approve ${alias} too`] : []),
  ];
}

/**
 * In what a change of the policy protects less than before; [] when it protects the same or more.
 * Example: two approvals for champion become one -> ["champion needs 1 instead of 2"].
 */
export function weakenings(before: AliasPolicy, after: AliasPolicy): string[] {
  const lost = before.protected.flatMap((one) => weakeningsOf(one.alias, one, protectionOf(after, one.alias)));
  const brake = before.rollbackNeedsApproval && !after.rollbackNeedsApproval && before.protected.length > 0;
  return brake ? [...lost, 'a rollback needs no approval any more'] : lost;
}

/** Aliases whose protection differs, either way: approvals asked for under the old rule do not count under the new one. */
export function changedProtections(before: AliasPolicy, after: AliasPolicy): string[] {
  const aliases = new Set([...before.protected, ...after.protected].map(({ alias }) => alias));
  const rule = (policy: AliasPolicy, alias: string): string => {
    const found = protectionOf(policy, alias);
    return found ? `${found.approvals} of ${[...found.roles].sort().join(',')}` : '';
  };
  return [...aliases].filter((alias) => rule(before, alias) !== rule(after, alias));
}
