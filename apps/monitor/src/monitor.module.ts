import { join } from 'node:path';
import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import {
  AlertStore,
  AttributionChecks,
  DeadLetterStore,
  ErrorStreams,
  hasMail,
  ModelEvaluation,
  PgIngestion,
  VersionCatalog,
} from '@plumbline/monitoring-adapters';
import {
  createArtifactStore,
  createEventBus,
  createJobQueue,
  createMetrics,
  createPool,
  type EventBus,
  type JobQueue,
  type Logger,
  type Metrics,
  OperationsModule,
  systemClock,
  tracingOfSettings,
} from '@plumbline/platform';
import { PgVersionLoader } from '@plumbline/serving-adapters';
import type { Pool } from 'pg';
import { LoadedModels } from './attributable-models';
import { countFiringAlerts } from './alert-metrics';
import { Consumers, GROUP_OF_TOPIC, MONITOR_GROUP } from './consumers';
import type { MonitorSettings } from './env';
import { EvaluationLoop } from './evaluation-loop';
import { MonitorMetrics, registerLag } from './monitor-metrics';

export const POOL = Symbol('pool');
export const TRACING = Symbol('tracing');
export const EVENT_BUS = Symbol('event bus');
export const JOB_QUEUE = Symbol('job queue');
const METRICS = Symbol('metrics');

const provide = <T>(
  token: FactoryProvider['provide'],
  inject: FactoryProvider['inject'],
  useFactory: (...parts: never[]) => T,
): FactoryProvider<T> => ({
  provide: token,
  inject: inject ?? [],
  useFactory: useFactory as FactoryProvider<T>['useFactory'],
});

/** What checks closed windows, and the models that it asks. */
function evaluation(settings: MonitorSettings, logger: Logger): FactoryProvider[] {
  return [
    provide(LoadedModels, [POOL], (pool: Pool) => {
      const { ARTIFACT_URL: artifactUrl, PLUMBLINE_DATA_DIR: dataDir } = settings;
      const artifacts = createArtifactStore({ artifactUrl, dataDir });
      return new LoadedModels(
        pool,
        artifacts,
        new PgVersionLoader(pool, artifacts, join(dataDir, 'model-cache')),
        logger,
      );
    }),
    provide(
      ModelEvaluation,
      [POOL, EVENT_BUS, JOB_QUEUE, VersionCatalog, LoadedModels],
      (pool: Pool, bus: EventBus, jobs: JobQueue, versions: VersionCatalog, models: LoadedModels) =>
        new ModelEvaluation(
          {
            ...{ pool, bus, jobs, versions, clock: systemClock },
            alerts: new AlertStore(systemClock, hasMail(settings)),
            streams: new ErrorStreams(pool, versions),
            attribution: new AttributionChecks(pool, models),
          },
          { group: MONITOR_GROUP },
        ),
    ),
  ];
}

function providers(settings: MonitorSettings, logger: Logger): FactoryProvider[] {
  const { DATABASE_URL: databaseUrl, KAFKA_BROKERS: kafkaBrokers, REDIS_URL: redisUrl } = settings;
  const topicPrefix = settings.KAFKA_TOPIC_PREFIX;
  const tracing = tracingOfSettings('monitor', settings, logger);
  return [
    provide(POOL, [], () => createPool(databaseUrl, { max: 12, applicationName: 'plumbline-monitor' })),
    provide(TRACING, [], () => tracing),
    provide(METRICS, [], () => createMetrics({ service: 'monitor' })),
    provide(EVENT_BUS, [], () =>
      createEventBus({
        databaseUrl,
        clientId: 'plumbline-monitor',
        log: logger,
        topicPrefix,
        tracing,
        ...(kafkaBrokers && { kafkaBrokers }),
      }),
    ),
    provide(JOB_QUEUE, [], () => createJobQueue({ databaseUrl, ...(redisUrl && { redisUrl }) })),
    provide(VersionCatalog, [], () => new VersionCatalog(systemClock)),
    provide(MonitorMetrics, [METRICS], (metrics: Metrics) => new MonitorMetrics(metrics)),
    provide(
      PgIngestion,
      [POOL, EVENT_BUS, VersionCatalog],
      (pool: Pool, bus: EventBus, versions: VersionCatalog) =>
        new PgIngestion(pool, MONITOR_GROUP, versions, new DeadLetterStore(bus)),
    ),
    provide(
      Consumers,
      [EVENT_BUS, PgIngestion, MonitorMetrics],
      (bus: EventBus, ingestion: PgIngestion, metrics: MonitorMetrics) =>
        new Consumers(bus, ingestion, metrics, logger),
    ),
    ...evaluation(settings, logger),
    provide(
      EvaluationLoop,
      [ModelEvaluation, MonitorMetrics],
      (evaluation: ModelEvaluation, metrics: MonitorMetrics) =>
        new EvaluationLoop(evaluation, metrics, logger, settings.MONITOR_EVALUATE_MS),
    ),
  ];
}

@Module({})
export class MonitorModule {
  static forRoot(settings: MonitorSettings, logger: Logger): DynamicModule {
    const own = providers(settings, logger);
    const core: DynamicModule = { module: MonitorModule, providers: own, exports: own.map((one) => one.provide) };
    return {
      module: MonitorRoot,
      imports: [
        core,
        OperationsModule.forRootAsync({
          imports: [core],
          inject: [POOL, EVENT_BUS, METRICS, Consumers],
          useFactory: (pool: Pool, bus: EventBus, metrics: Metrics, consumers: Consumers) => {
            registerLag(metrics, bus, GROUP_OF_TOPIC);
            countFiringAlerts(metrics, pool);
            return { metrics, checks: { database: () => pool.query('SELECT 1'), consumers: () => consumers.check() } };
          },
        }),
      ],
    };
  }
}

@Module({})
class MonitorRoot {}
