import { PrismaPg } from '@prisma/adapter-pg';
import { createPool } from './create-pool';
import { PrismaClient } from './generated/client';

export type PrismaDatabase = PrismaClient;

export interface PrismaOptions {
  readonly max?: number;
  readonly applicationName?: string;
}

/** Connects at the first query; `$disconnect()` closes its pool. */
export function createPrisma(url: string, options: PrismaOptions = {}): PrismaDatabase {
  const adapter = new PrismaPg(createPool(url, options), { disposeExternalPool: true });
  return new PrismaClient({ adapter });
}
