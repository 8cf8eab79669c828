import type { Prisma } from '@plumbline/platform';
import type { Queryable } from '@plumbline/monitoring-adapters';

/**
 * Lets a store of the monitoring context write in a transaction of Prisma, beside the audit entry. Only rows count here:
 * a statement whose effect matters ends in RETURNING.
 */
export const prismaQueryable = (tx: Prisma.TransactionClient): Queryable =>
  ({
    query: async (text: string, values: unknown[] = []) => {
      const rows = await tx.$queryRawUnsafe<object[]>(text, ...values);
      return { rows, rowCount: rows.length };
    },
  }) as unknown as Queryable;
