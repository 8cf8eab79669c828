import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client';

export type PrismaDatabase = PrismaClient;

export interface PrismaOptions {
  readonly max?: number;
  readonly applicationName?: string;
}

/** Connects at the first query; `$disconnect()` closes its pool. */
export function createPrisma(url: string, options: PrismaOptions = {}): PrismaDatabase {
  const adapter = new PrismaPg({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'plumbline',
    connectionTimeoutMillis: 10_000,
  });
  return new PrismaClient({ adapter });
}
