import type { Prisma } from '@plumbline/platform';
import type { AliasChange, ModelVersion, Signature } from '@plumbline/registry-core';

type VersionRow = Prisma.ModelVersionGetPayload<object>;
type ChangeRow = Prisma.ModelAliasChangeGetPayload<object>;

export function toVersion(row: VersionRow): ModelVersion {
  return {
    model: row.model,
    version: row.version,
    artifactDigest: row.artifactDigest,
    artifactBytes: Number(row.artifactBytes),
    originalDigest: row.originalDigest,
    files: row.files as unknown as ModelVersion['files'],
    signature: row.signature as unknown as Signature,
    reference: row.reference,
    metrics: row.metrics as Record<string, number>,
    metricIntervals: row.metricIntervals as unknown as ModelVersion['metricIntervals'],
    lineage: row.lineage as ModelVersion['lineage'],
    detection: row.detection as unknown as ModelVersion['detection'],
    admission: row.admission as unknown as ModelVersion['admission'],
    source: row.source as Record<string, unknown>,
    bornBecause: row.bornBecause,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
  };
}

export function toChange(row: ChangeRow): AliasChange {
  const { alias, version, previousVersion, reason, actor, changedAt, effectiveAt } = row;
  const action = row.action as AliasChange['action'];
  const evidence = row.evidence as AliasChange['evidence'];
  return { alias, version, previousVersion, action, reason, actor, changedAt, effectiveAt, evidence };
}
