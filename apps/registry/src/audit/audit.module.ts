import { Module } from '@nestjs/common';
import { AuditLogQuery, AuditSequencer, type AuditKey } from '@plumbline/governance-adapters';
import type { Logger } from '@plumbline/platform';
import type { Pool } from 'pg';
import type { RegistrySettings } from '../env';
import { AUDIT_KEY, DATABASE_POOL, LOGGER, SETTINGS } from '../wiring/tokens';
import { AuditSequencing } from './audit-sequencing';
import { AuditController } from './audit.controller';

@Module({
  controllers: [AuditController],
  providers: [
    {
      provide: AuditLogQuery,
      inject: [DATABASE_POOL, AUDIT_KEY],
      useFactory: (pool: Pool, { verifierKey }: AuditKey) => new AuditLogQuery(pool, verifierKey),
    },
    {
      provide: AuditSequencing,
      inject: [DATABASE_POOL, AUDIT_KEY, SETTINGS, LOGGER],
      useFactory: (pool: Pool, key: AuditKey, settings: RegistrySettings, logger: Logger) => {
        const sequencer = new AuditSequencer(pool, { key, dataDir: settings.PLUMBLINE_DATA_DIR });
        return new AuditSequencing(sequencer, settings.AUDIT_SEQUENCE_MS, logger);
      },
    },
  ],
})
export class AuditModule {}
