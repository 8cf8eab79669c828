import cluster from 'node:cluster';
import { join } from 'node:path';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import {
  TokenVerifier,
  TokenWatch,
  type EventBus,
  type Logger,
  type Metrics,
  type Operations,
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
import { ServingModule } from './serving.module';
import {
  DATABASE_POOL,
  EVENT_BUS,
  HTTP_SERVER,
  LOGGER,
  METRICS_REGISTRY,
  MODEL_PROCESS_SCRIPT,
  SETTINGS,
} from './tokens';

const OPERATIONS = Symbol('operations');
const SERVER_PARTS = Symbol('server parts');
const GRPC_SERVER = Symbol('gRPC server');

const providers: Provider[] = [
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
    ],
    useFactory: (
      ...[predict, infer, state, versions, metrics, operations, verifier, logger, rateLimit]: [
        Predict,
        InferTensors,
        ServingState,
        VersionPool,
        PredictionMetrics,
        Operations,
        TokenVerifier,
        Logger,
        RateLimit,
      ]
    ): ServerParts => ({ predict, infer, state, versions, metrics, operations, verifier, logger, rateLimit }),
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
    ],
    useFactory: (
      ...[server, grpc, routes, publisher, spool, versions, bus, pool, tokenWatch, modelProcess, rolloutCounters]: [
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
      ]
    ) =>
      new DataPlane({
        ...{ server, grpc, routes, rolloutCounters, publisher, spool },
        ...{ versions, bus, pool, tokenWatch, modelProcess },
      }),
  },
];

@Module({})
export class InferenceModule {
  static forRoot(
    settings: InferenceSettings,
    logger: Logger,
    { modelProcessScript = join(__dirname, 'model-process.js') } = {},
  ): DynamicModule {
    const platform = PlatformModule.forRoot(settings, logger, [
      { provide: MODEL_PROCESS_SCRIPT, useValue: modelProcessScript },
    ]);
    return { module: InferenceModule, imports: [platform, ServingModule], providers };
  }
}
