import {
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import {
  createArtifactStore,
  createEventBus,
  createJobQueue,
  createMetrics,
  createPool,
  createPrisma,
  createTokenVerifier,
  oidcOptions,
  TokenVerifier,
  TokenWatch,
  type EventBus,
  type JobQueue,
  type Logger,
  type Prisma,
  type PrismaDatabase,
} from '@plumbline/platform';
import { ensureAuditKey, PrismaAuditTrail } from '@plumbline/governance-adapters';
import { PrismaRegistryUnitOfWork, RegistryViewsQuery, type AuditTrailFactory } from '@plumbline/registry-adapters';
import type { Pool } from 'pg';
import type { RegistrySettings } from '../env';
import { Announcer } from './announcer';
import * as tokens from './tokens';

const CLIENT = 'plumbline-registry';

const providers: Provider[] = [
  {
    provide: tokens.DATABASE_POOL,
    inject: [tokens.SETTINGS, tokens.LOGGER],
    useFactory: ({ DATABASE_URL }: RegistrySettings, logger: Logger): Pool =>
      createPool(DATABASE_URL, {
        max: 10,
        applicationName: CLIENT,
        onError: (err) => logger.warn({ err }, 'a database connection broke'),
      }),
  },
  {
    provide: tokens.DATABASE,
    inject: [tokens.SETTINGS],
    useFactory: ({ DATABASE_URL }: RegistrySettings): PrismaDatabase =>
      createPrisma(DATABASE_URL, { applicationName: CLIENT }),
  },
  { provide: tokens.METRICS_REGISTRY, useFactory: () => createMetrics({ service: 'registry' }) },
  {
    provide: tokens.EVENT_BUS,
    inject: [tokens.SETTINGS, tokens.DATABASE_POOL],
    useFactory: ({ DATABASE_URL, KAFKA_BROKERS, KAFKA_TOPIC_PREFIX }: RegistrySettings, pool: Pool): EventBus =>
      createEventBus({
        databaseUrl: DATABASE_URL,
        kafkaBrokers: KAFKA_BROKERS,
        topicPrefix: KAFKA_TOPIC_PREFIX,
        pool,
        clientId: CLIENT,
      }),
  },
  {
    provide: tokens.JOB_QUEUE,
    inject: [tokens.SETTINGS, tokens.LOGGER],
    useFactory: ({ DATABASE_URL, REDIS_URL }: RegistrySettings, logger: Logger) =>
      createJobQueue({
        databaseUrl: DATABASE_URL,
        redisUrl: REDIS_URL,
        onError: (err) => logger.warn({ err }, 'the job queue failed'),
      }),
  },
  {
    provide: tokens.ARTIFACTS,
    inject: [tokens.SETTINGS],
    useFactory: ({ ARTIFACT_URL, PLUMBLINE_DATA_DIR }: RegistrySettings) =>
      createArtifactStore({ dataDir: PLUMBLINE_DATA_DIR, artifactUrl: ARTIFACT_URL }),
  },
  {
    provide: TokenVerifier,
    inject: [tokens.DATABASE_POOL, tokens.SETTINGS],
    useFactory: (pool: Pool, settings: RegistrySettings) => createTokenVerifier(pool, oidcOptions(settings)),
  },
  {
    provide: TokenWatch,
    inject: [tokens.DATABASE_POOL, tokens.SETTINGS, TokenVerifier, tokens.LOGGER],
    useFactory: (pool: Pool, { DATABASE_URL }: RegistrySettings, verifier: TokenVerifier, logger: Logger) =>
      new TokenWatch({
        pool,
        databaseUrl: DATABASE_URL,
        verifier,
        onError: (err) => logger.warn({ err }, 'revoked tokens could not be looked up'),
      }),
  },
  {
    provide: tokens.AUDIT_KEY,
    inject: [tokens.SETTINGS],
    useFactory: ({ PLUMBLINE_DATA_DIR }: RegistrySettings) => ensureAuditKey(PLUMBLINE_DATA_DIR),
  },
  {
    provide: tokens.AUDIT_TRAIL_FACTORY,
    useFactory: (): AuditTrailFactory => (tx: Prisma.TransactionClient) => new PrismaAuditTrail(tx),
  },
  {
    provide: tokens.REGISTRY_UNIT_OF_WORK,
    inject: [tokens.DATABASE, tokens.AUDIT_TRAIL_FACTORY],
    useFactory: (prisma: PrismaDatabase, auditIn: AuditTrailFactory) => new PrismaRegistryUnitOfWork(prisma, auditIn),
  },
  {
    provide: RegistryViewsQuery,
    inject: [tokens.DATABASE],
    useFactory: (prisma: PrismaDatabase) => new RegistryViewsQuery(prisma),
  },
  {
    provide: Announcer,
    inject: [tokens.EVENT_BUS, tokens.LOGGER],
    useFactory: (bus: EventBus, logger: Logger) => new Announcer(bus, logger),
  },
];

@Module({})
export class PlatformModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(tokens.EVENT_BUS) private readonly bus: EventBus,
    @Inject(tokens.JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(tokens.DATABASE) private readonly prisma: PrismaDatabase,
    @Inject(tokens.DATABASE_POOL) private readonly pool: Pool,
    @Inject(Announcer) private readonly announcer: Announcer,
    @Inject(TokenWatch) private readonly tokenWatch: TokenWatch,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.tokenWatch.start();
  }

  static forRoot(settings: RegistrySettings, logger: Logger, admissionScript: string): DynamicModule {
    const values: Provider[] = [
      { provide: tokens.SETTINGS, useValue: settings },
      { provide: tokens.LOGGER, useValue: logger },
      { provide: tokens.ADMISSION_SCRIPT, useValue: admissionScript },
    ];
    const all = [...values, ...providers];
    return { module: PlatformModule, global: true, providers: all, exports: all };
  }

  /** Nest stops a module before those that it depends on, and a global one last: nobody needs these any more. */
  async onApplicationShutdown(): Promise<void> {
    await this.tokenWatch.close();
    await this.announcer.drain();
    await Promise.allSettled([this.bus.close(), this.queue.close(), this.prisma.$disconnect()]);
    await this.pool.end();
  }
}
