import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import {
  createArtifactStore,
  createEventBus,
  createJobQueue,
  createJobWorkers,
  createMetrics,
  createPool,
  createPrisma,
  tracingOfSettings,
  type EventBus,
  type JobQueue,
  type JobWorkers,
  type Logger,
  type Tracing,
} from '@plumbline/platform';
import type { RetrainingSettings } from './env';
import {
  ARTIFACTS,
  EVENT_BUS,
  JOB_QUEUE,
  JOB_WORKERS,
  LOGGER,
  METRICS_REGISTRY,
  POOL,
  PRISMA,
  SETTINGS,
  TRACING,
} from './tokens';

const APPLICATION = 'plumbline-retraining';

function queueLocation({ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl }: RetrainingSettings) {
  return { databaseUrl, ...(redisUrl ? { redisUrl } : {}) };
}

const providers: Provider[] = [
  {
    provide: TRACING,
    inject: [SETTINGS, LOGGER],
    useFactory: (settings: RetrainingSettings, logger: Logger): Tracing =>
      tracingOfSettings('retraining', settings, logger),
  },
  {
    provide: POOL,
    inject: [SETTINGS],
    useFactory: ({ DATABASE_URL }: RetrainingSettings) =>
      createPool(DATABASE_URL, { max: 5, applicationName: APPLICATION }),
  },
  {
    provide: PRISMA,
    inject: [SETTINGS],
    useFactory: ({ DATABASE_URL }: RetrainingSettings) =>
      createPrisma(DATABASE_URL, { max: 5, applicationName: APPLICATION }),
  },
  {
    provide: EVENT_BUS,
    inject: [SETTINGS, LOGGER],
    useFactory: ({ DATABASE_URL, KAFKA_BROKERS, KAFKA_TOPIC_PREFIX }: RetrainingSettings, log: Logger): EventBus =>
      createEventBus({
        databaseUrl: DATABASE_URL,
        clientId: APPLICATION,
        topicPrefix: KAFKA_TOPIC_PREFIX,
        log,
        ...(KAFKA_BROKERS ? { kafkaBrokers: KAFKA_BROKERS } : {}),
      }),
  },
  {
    provide: JOB_QUEUE,
    inject: [SETTINGS],
    useFactory: (settings: RetrainingSettings): JobQueue => createJobQueue(queueLocation(settings)),
  },
  {
    provide: JOB_WORKERS,
    inject: [SETTINGS, LOGGER, TRACING],
    useFactory: (settings: RetrainingSettings, logger: Logger, tracing: Tracing): JobWorkers =>
      createJobWorkers({
        ...queueLocation(settings),
        tracing,
        onError: (err) => logger.warn({ err }, 'the job queue reported an error'),
        onFailed: ({ job, id, error }) => logger.error({ job, id, err: error }, 'a job failed'),
      }),
  },
  { provide: METRICS_REGISTRY, useFactory: () => createMetrics({ service: 'retraining' }) },
  {
    provide: ARTIFACTS,
    inject: [SETTINGS],
    useFactory: ({ PLUMBLINE_DATA_DIR, ARTIFACT_URL }: RetrainingSettings) =>
      createArtifactStore({ dataDir: PLUMBLINE_DATA_DIR, ...(ARTIFACT_URL ? { artifactUrl: ARTIFACT_URL } : {}) }),
  },
];

@Module({})
export class PlatformModule {
  static forRoot(settings: RetrainingSettings, logger: Logger): DynamicModule {
    const values: Provider[] = [
      { provide: SETTINGS, useValue: settings },
      { provide: LOGGER, useValue: logger },
    ];
    const all = [...values, ...providers];
    return { module: PlatformModule, global: true, providers: all, exports: all };
  }
}
