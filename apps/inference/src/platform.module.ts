import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import {
  createEventBus,
  createMetrics,
  createPool,
  createTokenVerifier,
  oidcOptions,
  TokenVerifier,
  TokenWatch,
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
    inject: [DATABASE_POOL, SETTINGS],
    useFactory: (pool: Pool, settings: InferenceSettings) => createTokenVerifier(pool, oidcOptions(settings)),
  },
  {
    provide: TokenWatch,
    inject: [DATABASE_POOL, SETTINGS, TokenVerifier, LOGGER],
    useFactory: (pool: Pool, { DATABASE_URL }: InferenceSettings, verifier: TokenVerifier, logger: Logger) =>
      new TokenWatch({
        pool,
        databaseUrl: DATABASE_URL,
        verifier,
        onError: (err) => logger.warn({ err }, 'revoked tokens could not be looked up'),
      }),
  },
];

@Module({})
export class PlatformModule {
  /** @param more values that other modules need */
  static forRoot(settings: InferenceSettings, logger: Logger, more: readonly Provider[] = []): DynamicModule {
    const values: Provider[] = [
      ...more,
      { provide: SETTINGS, useValue: settings },
      { provide: LOGGER, useValue: logger },
    ];
    const all = [...values, ...providers];
    return { module: PlatformModule, global: true, providers: all, exports: all };
  }
}
