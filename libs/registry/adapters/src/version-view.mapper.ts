import type { VersionView } from '@plumbline/contracts';
import type { Prisma } from '@plumbline/platform';
import type { VersionFate } from '@plumbline/registry-core';

/** The reference profile stays in the database: it is large, and the drift view shows it. */
export const VERSION_VIEW = { omit: { reference: true }, include: { archive: true } } as const;

type VersionRow = Prisma.ModelVersionGetPayload<typeof VERSION_VIEW>;

export function toVersionView({ archive, ...row }: VersionRow, fate: VersionFate): VersionView {
  return {
    model: row.model,
    version: row.version,
    artifactDigest: row.artifactDigest,
    artifactBytes: Number(row.artifactBytes),
    originalDigest: row.originalDigest,
    files: row.files as VersionView['files'],
    signature: row.signature,
    metrics: row.metrics as VersionView['metrics'],
    metricIntervals: row.metricIntervals as VersionView['metricIntervals'],
    lineage: row.lineage as VersionView['lineage'],
    detection: row.detection as unknown as VersionView['detection'],
    admission: row.admission as unknown as VersionView['admission'],
    archived: archive && {
      reason: archive.reason,
      actor: archive.actor,
      archivedAt: archive.archivedAt.toISOString(),
    },
    source: row.source as VersionView['source'],
    bornBecause: row.bornBecause,
    fate,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
  };
}
