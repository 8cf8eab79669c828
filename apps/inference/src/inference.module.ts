import cluster from 'node:cluster';
import { join } from 'node:path';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import {
  TokenVerifier,
  TokenWatch,
  bufferedOutput,
  createLogger,
  keptPseudonyms,
  tracingOfSettings,
  type EventBus,
  type Logger,
  type Metrics,
  type Operations,
  type Tracing,
} from '@plumbline/platform';
import {
  FileSpool,
  ModelProcess,
  PgRouteSource,
  RolloutCounterWriter,
  SpoolPublisher,
} from '@plumbline/serving-adapters';
import { InferTensors, Predict, ServingState, VersionPool } from '@plumbline/serving-core';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { DataPlane } from './data-plane';
import type { InferenceSettings } from './env';
import { createGrpcServer, type GrpcServer } from './grpc/grpc-server';
import { createServer, type ServerParts } from './http/create-server';
import { RateLimit } from './http/rate-limit';
import { PredictionMetrics, registerServingGauges } from './metrics/prediction-metrics';
import { PlatformModule } from './platform.module';
import { sharedMetrics, type WorkerChannel } from './processes/shared-metrics';
import { readinessChecks } from './readiness-checks';
import { RequestWatch } from './requests/request-watch';
import { ServingModule } from './serving.module';
import {
  DATABASE_POOL,
  EVENT_BUS,
  HTTP_SERVER,
  LOGGER,
  METRICS_REGISTRY,
  MODEL_PROCESS_SCRIPT,
  REQUEST_OUTPUT,
  SETTINGS,
  TRACING,
} from './tokens';

const OPERATIONS = Symbol('operations');
const SERVER_PARTS = Symbol('server parts');
const GRPC_SERVER = Symbol('gRPC server');

const providers: Provider[] = [
  {
    provide: RequestWatch,
    inject: [SETTINGS, TRACING, ServingState, VersionPool, REQUEST_OUTPUT],
    useFactory: (
      ...[settings, tracing, state, versions, destination]: [
        InferenceSettings,
        Tracing,
        ServingState,
        VersionPool,
        LineOutput,
      ]
    ) => {
      const pseudonym = keptPseudonyms(settings.PLUMBLINE_DATA_DIR);
      // Policy decides about these lines, not the least level: only `silent` silences them.
      const level = settings.LOG_LEVEL === 'silent' ? 'silent' : 'info';
      const lines = createLogger({ service: 'inference', level, pseudonym, destination, hasNoSecrets: true });
      return new RequestWatch({ tracing, state, versions, lines, pseudonym });
    },
  },
  {
    provide: OPERATIONS,
    inject: [DATABASE_POOL, ServingState, FileSpool, METRICS_REGISTRY, PredictionMetrics],
    useFactory: (
      ...[pool, state, spool, metrics, predictions]: [Pool, ServingState, FileSpool, Metrics, PredictionMetrics]
    ): Operations => {
      registerServingGauges(metrics, state, () => spool.unpublishedBytes);
      const shared = cluster.isWorker ? sharedMetrics(metrics, process as WorkerChannel) : metrics;
      return { checks: readinessChecks(pool, state, spool, () => predictions.droppingEvents), metrics: shared };
    },
  },
  {
    provide: SERVER_PARTS,
    inject: [
      Predict,
      InferTensors,
      ServingState,
      VersionPool,
      PredictionMetrics,
      OPERATIONS,
      TokenVerifier,
      LOGGER,
      RateLimit,
      RequestWatch,
    ],
    useFactory: (
      ...[predict, infer, state, versions, metrics, operations, verifier, logger, rateLimit, watch]: [
        Predict,
        InferTensors,
        ServingState,
        VersionPool,
        PredictionMetrics,
        Operations,
        TokenVerifier,
        Logger,
        RateLimit,
        RequestWatch,
      ]
    ): ServerParts => ({
      ...{ predict, infer, state, versions, metrics, operations, verifier, logger, rateLimit, watch },
    }),
  },
  {
    provide: RateLimit,
    inject: [SETTINGS],
    useFactory: ({ RATE_LIMIT_PER_SECOND: perSecond, RATE_LIMIT_BURST: burst }: InferenceSettings) =>
      new RateLimit({ perSecond, burst }),
  },
  { provide: HTTP_SERVER, inject: [SERVER_PARTS], useFactory: (parts: ServerParts) => createServer(parts) },
  { provide: GRPC_SERVER, inject: [SERVER_PARTS], useFactory: (parts: ServerParts) => createGrpcServer(parts) },
  {
    provide: DataPlane,
    inject: [
      HTTP_SERVER,
      GRPC_SERVER,
      PgRouteSource,
      SpoolPublisher,
      FileSpool,
      VersionPool,
      EVENT_BUS,
      DATABASE_POOL,
      TokenWatch,
      ModelProcess,
      RolloutCounterWriter,
      TRACING,
    ],
    useFactory: (
      ...[
        server,
        grpc,
        routes,
        publisher,
        spool,
        versions,
        bus,
        pool,
        tokenWatch,
        modelProcess,
        rolloutCounters,
        tracing,
      ]: [
        FastifyInstance,
        GrpcServer,
        PgRouteSource,
        SpoolPublisher,
        FileSpool,
        VersionPool,
        EventBus,
        Pool,
        TokenWatch,
        ModelProcess,
        RolloutCounterWriter,
        Tracing,
      ]
    ) =>
      new DataPlane({
        ...{ server, grpc, routes, rolloutCounters, publisher, spool },
        ...{ versions, bus, pool, tokenWatch, modelProcess, tracing },
      }),
  },
];

/** What tests put in the place of the real one. */
export interface InferenceParts {
  readonly modelProcessScript?: string;
  readonly requestOutput?: LineOutput;
}

type LineOutput = ReturnType<typeof bufferedOutput>;

@Module({})
export class InferenceModule {
  static forRoot(settings: InferenceSettings, logger: Logger, parts: InferenceParts = {}): DynamicModule {
    const { modelProcessScript = join(__dirname, 'model-process.js'), requestOutput = bufferedOutput() } = parts;
    const platform = PlatformModule.forRoot(settings, logger, [
      { provide: MODEL_PROCESS_SCRIPT, useValue: modelProcessScript },
      { provide: REQUEST_OUTPUT, useValue: requestOutput },
      { provide: TRACING, useValue: tracingOfSettings('inference', settings, logger) },
    ]);
    return { module: InferenceModule, imports: [platform, ServingModule], providers };
  }
}
