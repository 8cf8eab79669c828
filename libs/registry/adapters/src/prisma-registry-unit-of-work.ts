import type { Prisma, PrismaDatabase } from '@plumbline/platform';
import type { RegistryTransaction, RegistryUnitOfWork } from '@plumbline/registry-core';
import { PrismaApprovalStore } from './approvals/prisma-approval.store';
import type { AuditTrailFactory } from './audit-trail-factory';
import { PrismaDocumentStore } from './documents/prisma-document.store';
import { PrismaModelStore } from './prisma-model.store';

/** Waiting for another change of the same model counts too. */
const TIMEOUT_MS = 20_000;
export const TRANSACTION_LIMITS = { maxWait: TIMEOUT_MS, timeout: TIMEOUT_MS };

export const registryStoresIn = (tx: Prisma.TransactionClient, auditIn: AuditTrailFactory): RegistryTransaction => ({
  models: new PrismaModelStore(tx),
  approvals: new PrismaApprovalStore(tx),
  documents: new PrismaDocumentStore(tx),
  audit: auditIn(tx),
});

export class PrismaRegistryUnitOfWork implements RegistryUnitOfWork {
  constructor(
    private readonly prisma: PrismaDatabase,
    private readonly auditIn: AuditTrailFactory,
  ) {}

  run: RegistryUnitOfWork['run'] = (work) =>
    this.prisma.$transaction((tx) => work(registryStoresIn(tx, this.auditIn)), TRANSACTION_LIMITS);
}
