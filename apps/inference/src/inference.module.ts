import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import {
  TokenVerifier,
  TokenWatch,
  type EventBus,
  type Logger,
  type Metrics,
  type Operations,
} from '@plumbline/platform';
import { FileSpool, PgRouteSource, SpoolPublisher } from '@plumbline/serving-adapters';
import { Predict, ServingState, VersionPool } from '@plumbline/serving-core';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { DataPlane } from './data-plane';
import type { InferenceSettings } from './env';
import { createServer } from './http/create-server';
import { PredictionMetrics, registerServingGauges } from './metrics/prediction-metrics';
import { PlatformModule } from './platform.module';
import { readinessChecks } from './readiness-checks';
import { ServingModule } from './serving.module';
import { DATABASE_POOL, EVENT_BUS, HTTP_SERVER, LOGGER, METRICS_REGISTRY } from './tokens';

const OPERATIONS = Symbol('operations');

const providers: Provider[] = [
  {
    provide: OPERATIONS,
    inject: [DATABASE_POOL, ServingState, FileSpool, METRICS_REGISTRY],
    useFactory: (pool: Pool, state: ServingState, spool: FileSpool, metrics: Metrics): Operations => {
      registerServingGauges(metrics, state, () => spool.unpublishedBytes);
      return { checks: readinessChecks(pool, state, spool), metrics };
    },
  },
  {
    provide: HTTP_SERVER,
    inject: [Predict, ServingState, VersionPool, PredictionMetrics, OPERATIONS, TokenVerifier, LOGGER],
    useFactory: (
      ...[predict, state, versions, metrics, operations, verifier, logger]: [
        Predict,
        ServingState,
        VersionPool,
        PredictionMetrics,
        Operations,
        TokenVerifier,
        Logger,
      ]
    ): FastifyInstance => createServer({ predict, state, versions, metrics, operations, verifier, logger }),
  },
  {
    provide: DataPlane,
    inject: [HTTP_SERVER, PgRouteSource, SpoolPublisher, FileSpool, VersionPool, EVENT_BUS, DATABASE_POOL, TokenWatch],
    useFactory: (
      ...[server, routes, publisher, spool, versions, bus, pool, tokenWatch]: [
        FastifyInstance,
        PgRouteSource,
        SpoolPublisher,
        FileSpool,
        VersionPool,
        EventBus,
        Pool,
        TokenWatch,
      ]
    ) => new DataPlane({ server, routes, publisher, spool, versions, bus, pool, tokenWatch }),
  },
];

@Module({})
export class InferenceModule {
  static forRoot(settings: InferenceSettings, logger: Logger): DynamicModule {
    return { module: InferenceModule, imports: [PlatformModule.forRoot(settings, logger), ServingModule], providers };
  }
}
