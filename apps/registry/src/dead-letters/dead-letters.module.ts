import { Module } from '@nestjs/common';
import type { EventBus, PrismaDatabase } from '@plumbline/platform';
import type { AuditTrailFactory } from '@plumbline/registry-adapters';
import type { Pool } from 'pg';
import { AUDIT_TRAIL_FACTORY, DATABASE, DATABASE_POOL, EVENT_BUS } from '../wiring/tokens';
import { DeadLetterDesk } from './dead-letter-desk';
import { DeadLettersController } from './dead-letters.controller';

@Module({
  controllers: [DeadLettersController],
  providers: [
    {
      provide: DeadLetterDesk,
      inject: [DATABASE_POOL, DATABASE, AUDIT_TRAIL_FACTORY, EVENT_BUS],
      useFactory: (pool: Pool, prisma: PrismaDatabase, auditIn: AuditTrailFactory, bus: EventBus) =>
        new DeadLetterDesk(pool, prisma, auditIn, bus),
    },
  ],
})
export class DeadLettersModule {}
