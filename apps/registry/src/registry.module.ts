import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ACCESS_MATRIX, KEEPS_TO_MODEL_SCOPE } from '@plumbline/contracts';
import { AccessGuard, accessCheck, TokenVerifier, type Logger } from '@plumbline/platform';
import { AlertsModule } from './alerts/alerts.module';
import { WebhooksModule } from './alerts/webhooks/webhooks.module';
import { AliasesModule } from './aliases/aliases.module';
import { ApprovalsModule } from './approvals/approvals.module';
import { AuditModule } from './audit/audit.module';
import { DeadLettersModule } from './dead-letters/dead-letters.module';
import { DocsModule } from './docs/docs.module';
import { DocumentsModule } from './documents/documents.module';
import type { RegistrySettings } from './env';
import { ImpactModule } from './impact/impact.module';
import { MlflowModule } from './mlflow/mlflow.module';
import { ModelsModule } from './models/models.module';
import { MonitoringModule } from './monitoring/monitoring.module';
import { OutcomesModule } from './outcomes/outcomes.module';
import { PoliciesModule } from './policies/policies.module';
import { RolloutsModule } from './rollouts/rollouts.module';
import { SessionModule } from './session/session.module';
import { StatusModule } from './status/status.module';
import { StreamModule } from './stream/stream.module';
import { TokensModule } from './tokens/tokens.module';
import { TrainingModule } from './training/training.module';
import { UsersModule } from './users/users.module';
import { PlatformModule } from './wiring/platform.module';

const FEATURES = [
  SessionModule,
  TokensModule,
  UsersModule,
  StatusModule,
  ModelsModule,
  AliasesModule,
  ApprovalsModule,
  DocumentsModule,
  PoliciesModule,
  AuditModule,
  RolloutsModule,
  MonitoringModule,
  ImpactModule,
  TrainingModule,
  AlertsModule,
  WebhooksModule,
  OutcomesModule,
  DeadLettersModule,
  StreamModule,
  MlflowModule,
  DocsModule,
];

@Module({})
export class RegistryModule {
  static forRoot(settings: RegistrySettings, logger: Logger, admissionScript: string): DynamicModule {
    return {
      module: RegistryModule,
      imports: [PlatformModule.forRoot(settings, logger, admissionScript), ...FEATURES],
      providers: [
        {
          provide: APP_GUARD,
          inject: [TokenVerifier],
          useFactory: (verifier: TokenVerifier) =>
            new AccessGuard(accessCheck(ACCESS_MATRIX.registry, verifier, KEEPS_TO_MODEL_SCOPE.registry)),
        },
      ],
    };
  }
}
