import { join } from 'node:path';
import { Module, type Provider } from '@nestjs/common';
import { createArtifactStore, type EventBus, type Logger, type Metrics, type Tracing } from '@plumbline/platform';
import {
  fastUuidV7,
  FileSpool,
  GroupedSpool,
  ModelProcess,
  PgRouteSource,
  PgVersionLoader,
  RolloutCounterWriter,
  spoolRoot,
  SpoolPublisher,
} from '@plumbline/serving-adapters';
import { InferTensors, Predict, ServingState, VersionPool, type PredictPorts } from '@plumbline/serving-core';
import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { InferenceSettings } from './env';
import { logGivenUp, PredictionMetrics } from './metrics/prediction-metrics';
import { tracedPublish } from './requests/traced-publish';
import { DATABASE_POOL, EVENT_BUS, LOGGER, METRICS_REGISTRY, MODEL_PROCESS_SCRIPT, SETTINGS, TRACING } from './tokens';

const PREDICT_PORTS = Symbol('predict ports');

const versions: Provider[] = [
  {
    provide: ModelProcess,
    inject: [MODEL_PROCESS_SCRIPT, SETTINGS, LOGGER],
    useFactory: (script: string, { INFERENCE_RUN_LIMIT_MS: runLimitMs }: InferenceSettings, logger: Logger) =>
      new ModelProcess({ script, runLimitMs, onGivenUp: logGivenUp(logger) }),
  },
  {
    provide: VersionPool,
    inject: [DATABASE_POOL, SETTINGS, ModelProcess],
    useFactory: (pool: Pool, settings: InferenceSettings, process: ModelProcess) => {
      const { ARTIFACT_URL, PLUMBLINE_DATA_DIR, INFERENCE_MAX_QUEUED_ROWS: maxQueuedRows } = settings;
      const artifacts = createArtifactStore({ artifactUrl: ARTIFACT_URL, dataDir: PLUMBLINE_DATA_DIR });
      const placement = { process, policy: settings.INFERENCE_WORKERS };
      const cache = join(PLUMBLINE_DATA_DIR, 'model-cache');
      return new VersionPool(new PgVersionLoader(pool, artifacts, cache, placement), { maxQueuedRows });
    },
  },
  {
    provide: ServingState,
    inject: [VersionPool, LOGGER],
    useFactory: (pool: VersionPool, logger: Logger) =>
      new ServingState(pool, (model, version, err) => {
        logger.error({ model, version, err }, 'a version could not be loaded; what served before goes on serving');
      }),
  },
  {
    provide: PgRouteSource,
    inject: [SETTINGS, DATABASE_POOL, ServingState, LOGGER],
    useFactory: ({ DATABASE_URL }: InferenceSettings, pool: Pool, state: ServingState, logger: Logger) =>
      new PgRouteSource({
        pool,
        databaseUrl: DATABASE_URL,
        onRoutes: (routes) => state.apply(routes),
        onError: (err) => logger.warn({ err }, 'routes could not be read; the last ones stay in force'),
      }),
  },
  {
    provide: RolloutCounterWriter,
    inject: [DATABASE_POOL, ServingState, LOGGER],
    useFactory: (pool: Pool, state: ServingState, logger: Logger) =>
      new RolloutCounterWriter({
        pool,
        state,
        processId: uuidv7(),
        onError: (err) => logger.warn({ err }, 'counts for the judges of rollouts were not stored; they are kept'),
      }),
  },
];

const events: Provider[] = [
  {
    provide: FileSpool,
    inject: [SETTINGS, LOGGER],
    useFactory: ({ PLUMBLINE_DATA_DIR, SPOOL_MAX_BYTES, SPOOL_FSYNC }: InferenceSettings, logger: Logger) =>
      FileSpool.open({
        root: spoolRoot(PLUMBLINE_DATA_DIR),
        instance: uuidv7(),
        maxBytes: SPOOL_MAX_BYTES,
        fsync: SPOOL_FSYNC ? 'each' : 'never',
        onDamaged: (path, records) => logger.error({ path, records }, 'damaged event records were kept aside'),
      }),
  },
  {
    provide: SpoolPublisher,
    inject: [FileSpool, EVENT_BUS, LOGGER, TRACING],
    useFactory: (spool: FileSpool, bus: EventBus, logger: Logger, tracing: Tracing) =>
      new SpoolPublisher({
        spool,
        publish: tracedPublish(bus, tracing),
        onBusState: (failures, err) =>
          failures === 0
            ? logger.info('the event bus takes events again')
            : logger.warn({ err }, 'the event bus takes no events; they wait in the spool'),
      }),
  },
];

const predictions: Provider[] = [
  {
    provide: PredictionMetrics,
    inject: [METRICS_REGISTRY, LOGGER],
    useFactory: (metrics: Metrics, logger: Logger) => new PredictionMetrics(metrics, logger),
  },
  {
    provide: PREDICT_PORTS,
    inject: [ServingState, VersionPool, FileSpool, PredictionMetrics, SETTINGS],
    useFactory: (
      ...[routes, versions, spool, observer, { INFERENCE_DEADLINE_MS: deadlineMs }]: [
        ServingState,
        VersionPool,
        FileSpool,
        PredictionMetrics,
        InferenceSettings,
      ]
    ): PredictPorts => ({
      routes,
      versions,
      spool: new GroupedSpool(spool),
      observer,
      newId: () => fastUuidV7(),
      now: () => new Date(),
      deadlineMs,
    }),
  },
  { provide: Predict, inject: [PREDICT_PORTS], useFactory: (ports: PredictPorts) => new Predict(ports) },
  { provide: InferTensors, inject: [PREDICT_PORTS], useFactory: (ports: PredictPorts) => new InferTensors(ports) },
];

const providers = [...versions, ...events, ...predictions];

@Module({ providers, exports: providers })
export class ServingModule {}
