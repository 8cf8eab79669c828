import { Module } from '@nestjs/common';
import { AuditLogQuery, type AuditKey } from '@plumbline/governance-adapters';
import type { Pool } from 'pg';
import { AUDIT_KEY, DATABASE_POOL } from '../wiring/tokens';
import { AuditController } from './audit.controller';

@Module({
  controllers: [AuditController],
  providers: [
    {
      provide: AuditLogQuery,
      inject: [DATABASE_POOL, AUDIT_KEY],
      useFactory: (pool: Pool, { verifierKey }: AuditKey) => new AuditLogQuery(pool, verifierKey),
    },
  ],
})
export class AuditModule {}
