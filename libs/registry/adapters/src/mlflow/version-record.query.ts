import type { PrismaDatabase } from '@plumbline/platform';
import type { ModelVersion, VersionReader } from '@plumbline/registry-core';
import { PrismaModelStore } from '../prisma-model.store';

/** One version as it was registered, outside of any transaction. */
export class VersionRecordQuery implements VersionReader {
  constructor(private readonly prisma: PrismaDatabase) {}

  findVersion(model: string, version: number): Promise<ModelVersion | null> {
    return new PrismaModelStore(this.prisma).findVersion(model, version);
  }
}
