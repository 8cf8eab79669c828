import { Prisma, type PrismaDatabase } from '@plumbline/platform';
import type { ArtifactIndex, IndexedFile } from '@plumbline/registry-core';
import { artifactsUnder, lockArtifactOwner } from './artifact-lock';

interface Row {
  readonly path: string;
  readonly digest: string;
  readonly bytes: bigint;
}

const toFile = ({ path, digest, bytes }: Row): IndexedFile => ({ path, digest, bytes: Number(bytes) });

/** The folders that a file lies in, from the outermost. */
function foldersOf(path: string): string[] {
  const steps = path.split('/');
  return steps.slice(1).map((_, i) => steps.slice(0, i + 1).join('/'));
}

async function registeredAt(tx: Prisma.TransactionClient, path: string): Promise<string | null> {
  const found = await tx.mlflowModelVersion.findFirst({
    where: { artifactRoot: { in: foldersOf(path) } },
    select: { model: true, version: true },
  });
  return found && `${found.model}/${found.version}`;
}

export class PrismaArtifactIndexStore implements ArtifactIndex {
  constructor(private readonly prisma: PrismaDatabase) {}

  async find(path: string): Promise<IndexedFile | null> {
    const row = await this.prisma.mlflowArtifact.findUnique({ where: { path } });
    return row && toFile(row);
  }

  under(folder: string): Promise<IndexedFile[]> {
    return artifactsUnder(this.prisma, folder);
  }

  put({ path, digest, bytes }: IndexedFile): Promise<string | null> {
    return this.prisma.$transaction(async (tx) => {
      await lockArtifactOwner(tx, path);
      const present = await tx.mlflowArtifact.findUnique({ where: { path } });
      if (present?.digest === digest) return null;
      const registered = await registeredAt(tx, path);
      if (registered !== null) return registered;
      const data = { digest, bytes: BigInt(bytes) };
      await tx.mlflowArtifact.upsert({ where: { path }, create: { path, ...data }, update: data });
      return null;
    });
  }

  remove(path: string): Promise<string | null> {
    return this.prisma.$transaction(async (tx) => {
      await lockArtifactOwner(tx, path);
      const registered = await registeredAt(tx, path);
      if (registered === null) await tx.mlflowArtifact.deleteMany({ where: { path } });
      return registered;
    });
  }
}
