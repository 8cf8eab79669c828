import { randomUUID } from 'node:crypto';
import { Inject, Module, type OnModuleInit, type Provider } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ACCESS_MATRIX, KEEPS_TO_MODEL_SCOPE } from '@plumbline/contracts';
import { accessCheck, TokenVerifier, type ArtifactStore, type Logger, type PrismaDatabase } from '@plumbline/platform';
import {
  MlflowRegistryQuery,
  PrismaArtifactIndexStore,
  PrismaExperimentStore,
  PrismaLoggedModelStore,
  PrismaMlflowUnitOfWork,
  PrismaRunStore,
  ScratchFolder,
  VersionRecordQuery,
  type AuditTrailFactory,
} from '@plumbline/registry-adapters';
import {
  CreateMlflowVersion,
  MlflowArtifacts,
  MlflowExperiments,
  MlflowLoggedModels,
  MlflowModels,
  MlflowRuns,
  ProposeMove,
  RemoveAlias,
  type Admission,
  type LocateParts,
  type RegistryUnitOfWork,
} from '@plumbline/registry-core';
import type { FastifyInstance } from 'fastify';
import { AliasChangeNotice } from '../aliases/alias-change-notice';
import { ApprovalNotice } from '../approvals/approval-notice';
import { ApprovalsModule } from '../approvals/approvals.module';
import type { RegistrySettings } from '../env';
import { ModelsModule } from '../models/models.module';
import { profileReference } from '../models/profile-reference';
import * as tokens from '../wiring/tokens';
import { registerArtifactRoutes } from './artifact-routes';
import { ExperimentsController } from './experiments.controller';
import { LoggedModelsController } from './logged-models.controller';
import { MetricsController } from './metrics.controller';
import { MlflowAliases } from './mlflow-aliases';
import { ModelVersionsController } from './model-versions.controller';
import { readTold } from './read-told';
import { RegisteredModelsController } from './registered-models.controller';
import { RunsController } from './runs.controller';

/** 32 hex digits, as MLflow's ids have. */
const newId = (): string => randomUUID().replaceAll('-', '');
const now = (): Date => new Date();
const LOCATE = Symbol('where MLflow models are');

const providers: Provider[] = [
  {
    provide: MlflowExperiments,
    inject: [tokens.DATABASE],
    useFactory: (prisma: PrismaDatabase) => new MlflowExperiments(new PrismaExperimentStore(prisma)),
  },
  {
    provide: MlflowRuns,
    inject: [tokens.DATABASE, MlflowExperiments],
    useFactory: (prisma: PrismaDatabase, experiments: MlflowExperiments) =>
      new MlflowRuns({ store: new PrismaRunStore(prisma), experiments, newId, now }),
  },
  {
    provide: MlflowLoggedModels,
    inject: [tokens.DATABASE, MlflowExperiments],
    useFactory: (prisma: PrismaDatabase, experiments: MlflowExperiments) =>
      new MlflowLoggedModels({ store: new PrismaLoggedModelStore(prisma), experiments, newId }),
  },
  {
    provide: MlflowArtifacts,
    inject: [tokens.DATABASE, tokens.ARTIFACTS, MlflowRuns, MlflowLoggedModels],
    useFactory: (prisma: PrismaDatabase, blobs: ArtifactStore, runs: MlflowRuns, loggedModels: MlflowLoggedModels) =>
      new MlflowArtifacts({
        index: new PrismaArtifactIndexStore(prisma),
        versions: new VersionRecordQuery(prisma),
        ...{ blobs, runs, loggedModels },
      }),
  },
  {
    provide: PrismaMlflowUnitOfWork,
    inject: [tokens.DATABASE, tokens.AUDIT_TRAIL_FACTORY],
    useFactory: (prisma: PrismaDatabase, auditIn: AuditTrailFactory) => new PrismaMlflowUnitOfWork(prisma, auditIn),
  },
  {
    provide: MlflowModels,
    inject: [tokens.DATABASE, PrismaMlflowUnitOfWork],
    useFactory: (prisma: PrismaDatabase, unitOfWork: PrismaMlflowUnitOfWork) =>
      new MlflowModels(new MlflowRegistryQuery(prisma), unitOfWork),
  },
  {
    provide: MlflowAliases,
    inject: [tokens.REGISTRY_UNIT_OF_WORK, AliasChangeNotice, ApprovalNotice],
    useFactory: (unitOfWork: RegistryUnitOfWork, notice: AliasChangeNotice, approvals: ApprovalNotice) =>
      new MlflowAliases(new ProposeMove(unitOfWork), new RemoveAlias(unitOfWork), notice, approvals),
  },
  {
    provide: LOCATE,
    inject: [tokens.DATABASE, MlflowRuns, MlflowLoggedModels, MlflowArtifacts, MlflowModels],
    useFactory: (
      prisma: PrismaDatabase,
      runs: MlflowRuns,
      loggedModels: MlflowLoggedModels,
      artifacts: MlflowArtifacts,
      models: MlflowModels,
    ): LocateParts => ({
      ...{ runs, loggedModels, artifacts, models },
      loggedModelStore: new PrismaLoggedModelStore(prisma),
    }),
  },
  {
    provide: CreateMlflowVersion,
    inject: [LOCATE, tokens.ARTIFACTS, tokens.ADMISSION, PrismaMlflowUnitOfWork, ScratchFolder],
    useFactory: (
      locate: LocateParts,
      blobs: ArtifactStore,
      admission: Admission,
      unitOfWork: PrismaMlflowUnitOfWork,
      scratch: ScratchFolder,
    ) =>
      new CreateMlflowVersion({
        ...{ ...locate, blobs, unitOfWork, readTold },
        registration: { admission, profile: profileReference, artifacts: blobs },
        withFolder: (work) => scratch.within(work),
      }),
  },
];

/** What an unmodified MLflow client needs, on the registry's own versions, aliases and admission. */
@Module({
  imports: [ModelsModule, ApprovalsModule],
  controllers: [
    ExperimentsController,
    RunsController,
    MetricsController,
    LoggedModelsController,
    RegisteredModelsController,
    ModelVersionsController,
  ],
  providers,
})
export class MlflowModule implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(MlflowArtifacts) private readonly artifacts: MlflowArtifacts,
    @Inject(ScratchFolder) private readonly scratch: ScratchFolder,
    @Inject(TokenVerifier) private readonly verifier: TokenVerifier,
    @Inject(tokens.SETTINGS) private readonly settings: RegistrySettings,
    @Inject(tokens.LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    registerArtifactRoutes(this.host.httpAdapter.getInstance<FastifyInstance>(), {
      artifacts: this.artifacts,
      scratch: this.scratch,
      maximumBytes: this.settings.UPLOAD_MAX_BYTES,
      check: accessCheck(ACCESS_MATRIX.registry, this.verifier, KEEPS_TO_MODEL_SCOPE.registry),
      logger: this.logger,
    });
  }
}
