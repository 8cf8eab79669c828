import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import {
  createEventBus,
  createMetrics,
  createPool,
  PgTokenStore,
  TokenVerifier,
  type EventBus,
  type Logger,
  type Metrics,
} from '@plumbline/platform';
import type { Pool } from 'pg';
import type { InferenceSettings } from './env';
import { DATABASE_POOL, EVENT_BUS, LOGGER, METRICS_REGISTRY, SETTINGS } from './tokens';

const providers: Provider[] = [
  {
    provide: DATABASE_POOL,
    inject: [SETTINGS, LOGGER],
    useFactory: ({ DATABASE_URL }: InferenceSettings, logger: Logger): Pool =>
      createPool(DATABASE_URL, {
        max: 5,
        applicationName: 'plumbline-inference',
        onError: (err) => logger.warn({ err }, 'a database connection broke'),
      }),
  },
  { provide: METRICS_REGISTRY, useFactory: (): Metrics => createMetrics({ service: 'inference' }) },
  {
    provide: EVENT_BUS,
    inject: [SETTINGS],
    useFactory: ({ DATABASE_URL, KAFKA_BROKERS, KAFKA_TOPIC_PREFIX }: InferenceSettings): EventBus =>
      createEventBus({
        databaseUrl: DATABASE_URL,
        kafkaBrokers: KAFKA_BROKERS,
        topicPrefix: KAFKA_TOPIC_PREFIX,
        clientId: 'plumbline-inference',
      }),
  },
  {
    provide: TokenVerifier,
    inject: [DATABASE_POOL],
    useFactory: (pool: Pool) => new TokenVerifier(new PgTokenStore(pool)),
  },
];

@Module({})
export class PlatformModule {
  static forRoot(settings: InferenceSettings, logger: Logger): DynamicModule {
    const values: Provider[] = [
      { provide: SETTINGS, useValue: settings },
      { provide: LOGGER, useValue: logger },
    ];
    const all = [...values, ...providers];
    return { module: PlatformModule, global: true, providers: all, exports: all };
  }
}
