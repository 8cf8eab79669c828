import type { Prisma } from '@plumbline/platform';
import type { AuditTrail } from '@plumbline/registry-core';

/** The audit trail is another context's: the application binds it to our transaction. */
export type AuditTrailFactory = (tx: Prisma.TransactionClient) => AuditTrail;
