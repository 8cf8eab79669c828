import type { Prisma, PrismaDatabase } from '@plumbline/platform';
import { parseArtifactPath, type IndexedFile } from '@plumbline/registry-core';

/** Uploads into one run or logged model and the registration of what lies there happen one after the other. */
export async function lockArtifactOwner(tx: Prisma.TransactionClient, path: string): Promise<void> {
  const { root } = parseArtifactPath(path);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`mlflow-artifacts ${root}`}, 0))`;
}

/** By path. */
export async function artifactsUnder(
  database: PrismaDatabase | Prisma.TransactionClient,
  folder: string,
): Promise<IndexedFile[]> {
  return database.$queryRaw<IndexedFile[]>`
    SELECT path, digest, bytes::float8 AS bytes FROM mlflow_artifact
    WHERE starts_with(path, ${`${folder}/`}) ORDER BY path`;
}
