import { Module } from '@nestjs/common';
import { OperationsModule, type Metrics } from '@plumbline/platform';
import type { Pool } from 'pg';
import { DATABASE_POOL, METRICS_REGISTRY } from '../wiring/tokens';
import { StatusController } from './status.controller';

@Module({
  imports: [
    OperationsModule.forRootAsync({
      inject: [DATABASE_POOL, METRICS_REGISTRY],
      useFactory: (pool: Pool, metrics: Metrics) => ({ checks: { database: () => pool.query('SELECT 1') }, metrics }),
    }),
  ],
  controllers: [StatusController],
})
export class StatusModule {}
