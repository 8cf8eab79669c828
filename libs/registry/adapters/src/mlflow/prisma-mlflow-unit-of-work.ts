import type { PrismaDatabase } from '@plumbline/platform';
import type { MlflowUnitOfWork } from '@plumbline/registry-core';
import type { AuditTrailFactory } from '../audit-trail-factory';
import { registryStoresIn, TRANSACTION_LIMITS } from '../prisma-registry-unit-of-work';
import { PrismaMlflowRegistryStore } from './prisma-mlflow-registry.store';

export class PrismaMlflowUnitOfWork implements MlflowUnitOfWork {
  constructor(
    private readonly prisma: PrismaDatabase,
    private readonly auditIn: AuditTrailFactory,
  ) {}

  run: MlflowUnitOfWork['run'] = (work) =>
    this.prisma.$transaction(
      (tx) => work({ ...registryStoresIn(tx, this.auditIn), mlflow: new PrismaMlflowRegistryStore(tx) }),
      TRANSACTION_LIMITS,
    );
}
