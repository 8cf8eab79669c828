import type { PrismaDatabase } from '@plumbline/platform';
import type { RegistryUnitOfWork } from '@plumbline/registry-core';
import type { AuditTrailFactory } from './audit-trail-factory';
import { PrismaModelStore } from './prisma-model.store';

/** Waiting for another change of the same model counts too. */
const TIMEOUT_MS = 20_000;

export class PrismaRegistryUnitOfWork implements RegistryUnitOfWork {
  constructor(
    private readonly prisma: PrismaDatabase,
    private readonly auditIn: AuditTrailFactory,
  ) {}

  run: RegistryUnitOfWork['run'] = (work) =>
    this.prisma.$transaction((tx) => work({ models: new PrismaModelStore(tx), audit: this.auditIn(tx) }), {
      maxWait: TIMEOUT_MS,
      timeout: TIMEOUT_MS,
    });
}
