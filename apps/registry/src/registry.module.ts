import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ACCESS_MATRIX } from '@plumbline/contracts';
import {
  AccessGuard,
  accessCheck,
  TokenVerifier,
  type EventBus,
  type JobQueue,
  type Logger,
  type PrismaDatabase,
} from '@plumbline/platform';
import type { Pool } from 'pg';
import { AliasesModule } from './aliases/aliases.module';
import { AuditModule } from './audit/audit.module';
import { DocsModule } from './docs/docs.module';
import type { RegistrySettings } from './env';
import { ModelsModule } from './models/models.module';
import { MonitoringModule } from './monitoring/monitoring.module';
import { OutcomesModule } from './outcomes/outcomes.module';
import { PoliciesModule } from './policies/policies.module';
import { RolloutsModule } from './rollouts/rollouts.module';
import { SessionModule } from './session/session.module';
import { StatusModule } from './status/status.module';
import { StreamModule } from './stream/stream.module';
import { TrainingModule } from './training/training.module';
import { PlatformModule } from './wiring/platform.module';
import { DATABASE, DATABASE_POOL, EVENT_BUS, JOB_QUEUE } from './wiring/tokens';

const FEATURES = [
  SessionModule,
  StatusModule,
  ModelsModule,
  AliasesModule,
  PoliciesModule,
  AuditModule,
  RolloutsModule,
  MonitoringModule,
  TrainingModule,
  OutcomesModule,
  StreamModule,
  DocsModule,
];

@Module({})
export class RegistryModule implements OnApplicationShutdown {
  constructor(
    @Inject(EVENT_BUS) private readonly bus: EventBus,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(DATABASE) private readonly prisma: PrismaDatabase,
    @Inject(DATABASE_POOL) private readonly pool: Pool,
  ) {}

  static forRoot(settings: RegistrySettings, logger: Logger): DynamicModule {
    return {
      module: RegistryModule,
      imports: [PlatformModule.forRoot(settings, logger), ...FEATURES],
      providers: [
        {
          provide: APP_GUARD,
          inject: [TokenVerifier],
          useFactory: (verifier: TokenVerifier) => new AccessGuard(accessCheck(ACCESS_MATRIX.registry, verifier)),
        },
      ],
    };
  }

  /** Last of all modules: the others still used these while they stopped. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled([this.bus.close(), this.queue.close(), this.prisma.$disconnect()]);
    await this.pool.end();
  }
}
