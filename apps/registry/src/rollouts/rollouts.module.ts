import { Module } from '@nestjs/common';
import { FeedbackQuery } from '@plumbline/monitoring-adapters';
import type { EventBus, PrismaDatabase } from '@plumbline/platform';
import type { AuditTrailFactory } from '@plumbline/registry-adapters';
import {
  MonitoredEvidence,
  RolloutBacktestQuery,
  RolloutRowsQuery,
  RolloutViewsQuery,
} from '@plumbline/rollouts-adapters';
import type { Pool } from 'pg';
import { MonitoringModule } from '../monitoring/monitoring.module';
import { Announcer } from '../wiring/announcer';
import { AUDIT_TRAIL_FACTORY, DATABASE, DATABASE_POOL, EVENT_BUS } from '../wiring/tokens';
import { rolloutPorts, type RolloutParts } from './rollout-ports';
import { ROLLOUT_PORTS } from './rollout-tokens';
import { RolloutBacktestController } from './rollout-backtest.controller';
import { RolloutRowsController } from './rollout-rows.controller';
import { RolloutsController } from './rollouts.controller';

@Module({
  imports: [MonitoringModule],
  controllers: [RolloutsController, RolloutBacktestController, RolloutRowsController],
  providers: [
    {
      provide: ROLLOUT_PORTS,
      inject: [DATABASE, AUDIT_TRAIL_FACTORY, FeedbackQuery, DATABASE_POOL, EVENT_BUS, Announcer],
      useFactory: (
        prisma: PrismaDatabase,
        auditIn: AuditTrailFactory,
        feedback: FeedbackQuery,
        pool: Pool,
        bus: EventBus,
        announcer: RolloutParts['announcer'],
      ) => rolloutPorts({ prisma, auditIn, feedback, pool, bus, announcer }),
    },
    {
      provide: RolloutBacktestQuery,
      inject: [DATABASE_POOL],
      useFactory: (pool: Pool) => new RolloutBacktestQuery(pool),
    },
    {
      provide: RolloutRowsQuery,
      inject: [DATABASE_POOL],
      useFactory: (pool: Pool) => new RolloutRowsQuery(pool),
    },
    {
      provide: RolloutViewsQuery,
      inject: [DATABASE, FeedbackQuery, DATABASE_POOL],
      useFactory: (prisma: PrismaDatabase, feedback: FeedbackQuery, pool: Pool) =>
        new RolloutViewsQuery(prisma, new MonitoredEvidence(feedback, pool)),
    },
  ],
  exports: [ROLLOUT_PORTS],
})
export class RolloutsModule {}
