import { aliasPolicyOf, ALIAS_POLICY, protectionOf, type AliasProtection } from '../aliases/protection.policy';
import { UnknownVersionError } from '../registry.errors';
import type { RegistryTransaction } from '../store/registry-unit-of-work.port';
import type { AliasEvidence, AliasTarget } from '../versions/model-version';
import type { ApprovalBinding, ApprovalRequest } from './approval';
import { packageDigest } from './package-digest';

export interface Move {
  readonly model: string;
  readonly alias: string;
  readonly version: number;
}

/** As it is now, to be held against what was approved. */
export interface PresentState extends Omit<ApprovalBinding, 'approvalsNeeded'> {
  readonly archived: boolean;
  readonly protection: AliasProtection | null;
}

/**
 * Why approvals no longer hold, naming what changed; null when everything is as it was when they were asked for.
 * Example: bound to card revision 1, now 2 -> "the card of version 3 is at revision 2, not 1".
 */
export function voidReason(request: ApprovalRequest, present: PresentState): string | null {
  const { alias, version, approvalsNeeded } = request;
  if (present.artifactDigest !== request.artifactDigest) return `the files of version ${version} are not the same`;
  if (present.archived) return `version ${version} was archived`;
  if (present.gateReportDigest !== request.gateReportDigest) return `the gate report of version ${version} changed`;
  if (present.cardRevision !== request.cardRevision)
    return `the card of version ${version} is at revision ${present.cardRevision}, not ${request.cardRevision}`;
  if (present.aliasRevision !== request.aliasRevision)
    return `alias ${alias} moved: it is at revision ${present.aliasRevision}, not ${request.aliasRevision}`;
  if (!present.protection) return `alias ${alias} is no longer protected`;
  if (present.protection.approvals !== approvalsNeeded)
    return `alias ${alias} needs ${present.protection.approvals} approvals now, not ${approvalsNeeded}`;
  return null;
}

type Reading = Pick<RegistryTransaction, 'models' | 'documents'>;

export async function findProtection({ models }: Reading, model: string, alias: string) {
  const policy = aliasPolicyOf((await models.findPolicy(model, ALIAS_POLICY))?.body);
  return { policy, protection: protectionOf(policy, alias) };
}

/** What a version is at this moment: every move of an alias keeps it as its evidence. */
export async function versionEvidence(
  { documents }: Pick<Reading, 'documents'>,
  found: AliasTarget,
): Promise<Required<Pick<AliasEvidence, 'artifactDigest' | 'gateReportDigest' | 'cardRevision'>>> {
  const { model, version } = found;
  const { card, gate_report: gateReport } = await documents.stamps(model, version);
  return {
    artifactDigest: packageDigest(found),
    gateReportDigest: gateReport?.digest ?? null,
    cardRevision: card?.revision ?? 0,
  };
}

export async function readPresent(tx: Reading, move: Move): Promise<PresentState> {
  const { model, alias, version } = move;
  const found = await tx.models.findTarget(model, version);
  if (!found) throw new UnknownVersionError(model, version, await tx.models.latestVersion(model));
  const present = await tx.models.findAlias(model, alias);
  return {
    ...(await versionEvidence(tx, found)),
    aliasRevision: present?.revision ?? 0,
    archived: found.archived,
    protection: (await findProtection(tx, model, alias)).protection,
  };
}
