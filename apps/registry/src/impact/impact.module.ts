import { Module } from '@nestjs/common';
import { ImpactQuery } from '@plumbline/monitoring-adapters';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../wiring/tokens';
import { ImpactController } from './impact.controller';

@Module({
  controllers: [ImpactController],
  providers: [{ provide: ImpactQuery, inject: [DATABASE_POOL], useFactory: (pool: Pool) => new ImpactQuery(pool) }],
})
export class ImpactModule {}
