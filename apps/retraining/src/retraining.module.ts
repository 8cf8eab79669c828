import { Module, type DynamicModule } from '@nestjs/common';
import { AuditSequencer, ensureAuditKey } from '@plumbline/governance-adapters';
import { OperationsModule, type JobQueue, type JobWorkers, type Logger, type Metrics } from '@plumbline/platform';
import { ExecuteRun } from '@plumbline/retraining-core';
import { RolloutController } from '@plumbline/rollouts-core';
import type { Pool } from 'pg';
import { ContextsModule, type RetrainingPorts } from './contexts.module';
import {
  Deliverer,
  LabelSettlement,
  SweepDeliveries,
  WatchModels,
  WindowRetention,
} from '@plumbline/monitoring-adapters';
import { DeliveriesModule } from './deliveries/deliveries.module';
import type { RetrainingSettings } from './env';
import { jobHandlers } from './jobs/job-handlers';
import { MonitoringUpkeepModule } from './monitoring-upkeep.module';
import { PlatformModule } from './platform.module';
import { countRunsOnScrape } from './retraining-metrics';
import { JOB_QUEUE, JOB_WORKERS, METRICS_REGISTRY, POOL, RETRAINING_PORTS, SETTINGS } from './tokens';
import { Workers } from './workers';

const MONITORING_PARTS = [SweepDeliveries, Deliverer, WatchModels, LabelSettlement, WindowRetention] as const;

const providers = [
  {
    provide: AuditSequencer,
    inject: [POOL, SETTINGS],
    useFactory: async (pool: Pool, { PLUMBLINE_DATA_DIR: dataDir }: RetrainingSettings) =>
      new AuditSequencer(pool, { key: await ensureAuditKey(dataDir), dataDir }),
  },
  {
    provide: Workers,
    inject: [
      JOB_WORKERS,
      JOB_QUEUE,
      RETRAINING_PORTS,
      ExecuteRun,
      RolloutController,
      AuditSequencer,
      ...MONITORING_PARTS,
    ],
    useFactory: (
      ...[workers, queue, ports, executeRun, rollouts, audit, sweep, deliverer, watch, settlement, retention]: [
        JobWorkers,
        JobQueue,
        RetrainingPorts,
        ExecuteRun,
        RolloutController,
        AuditSequencer,
        SweepDeliveries,
        Deliverer,
        WatchModels,
        LabelSettlement,
        WindowRetention,
      ]
    ) =>
      new Workers(
        workers,
        queue,
        jobHandlers({
          ...{ retraining: ports, executeRun, rollouts, audit },
          ...{ sweep, deliverer, watch, settlement, retention },
        }),
        () => ports.unitOfWork.openRunIds(),
      ),
  },
];

@Module({})
export class RetrainingModule {
  static forRoot(settings: RetrainingSettings, logger: Logger): DynamicModule {
    const work: DynamicModule = {
      module: RetrainingModule,
      imports: [PlatformModule.forRoot(settings, logger), ContextsModule, DeliveriesModule, MonitoringUpkeepModule],
      providers,
      exports: providers.map(({ provide }) => provide),
    };
    const operations = OperationsModule.forRootAsync({
      imports: [work],
      inject: [POOL, METRICS_REGISTRY, Workers],
      useFactory: (pool: Pool, metrics: Metrics, workers: Workers) => {
        countRunsOnScrape(metrics, pool);
        return { metrics, checks: { database: () => pool.query('SELECT 1'), workers: () => workers.check() } };
      },
    });
    return { module: RetrainingRoot, imports: [work, operations] };
  }
}

@Module({})
class RetrainingRoot {}
