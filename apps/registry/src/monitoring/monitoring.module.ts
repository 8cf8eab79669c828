import { Module } from '@nestjs/common';
import { FeedbackQuery, MonitoringQuery, VersionCatalog } from '@plumbline/monitoring-adapters';
import { systemClock } from '@plumbline/platform';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../wiring/tokens';
import { FindingsController } from './findings.controller';
import { MonitoringController } from './monitoring.controller';

@Module({
  controllers: [MonitoringController, FindingsController],
  providers: [
    {
      provide: MonitoringQuery,
      inject: [DATABASE_POOL],
      useFactory: (pool: Pool) => new MonitoringQuery(pool, new VersionCatalog(systemClock)),
    },
    { provide: FeedbackQuery, inject: [DATABASE_POOL], useFactory: (pool: Pool) => new FeedbackQuery(pool) },
  ],
  exports: [MonitoringQuery, FeedbackQuery],
})
export class MonitoringModule {}
