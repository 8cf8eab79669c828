export { systemClock, type Clock } from './clock/clock';
export { parseSettings } from './config/parse-settings';
export { serviceSettings } from './config/platform-settings';
export { listSettings, type SettingReference } from './config/list-settings';
export { flagSetting, millisecondsSetting, portSetting, setting } from './config/setting';
export { bufferedOutput, createLogger, type Logger } from './logging/create-logger';
export { keptPseudonyms, type Pseudonym } from './logging/pseudonyms';
export { NestLogger } from './logging/nest-logger';
export { NO_TRACING, type Tracing } from './tracing/create-tracing';
export { recordTraceparent, withTraceparent } from './tracing/record-traceparent';
export type { TraceSpan } from './tracing/trace-span';
export { tracingOfSettings } from './tracing/tracing-of-settings';
export { createPool } from './database/create-pool';
export { inTransaction, sqlState } from './database/in-transaction';
export { createPrisma, type PrismaDatabase } from './database/create-prisma';
export { Prisma, type PrismaClient } from './database/generated/client';
export { listen, type Listener } from './database/listen';
export { createMetrics, mergeMetrics, type Metrics, type MetricSnapshot } from './metrics/create-metrics';
export { METRICS } from './metrics/metric-definitions';
export type { Counter, GaugeFamily, Histogram } from './metrics/metric-family';
export type {
  EventBus,
  IncomingRecord,
  OutgoingRecord,
  RecordBatch,
  SubscribeOptions,
  Subscription,
} from './event-bus/event-bus.port';
export { publishDomainEvent } from './event-bus/publish-domain-event';
export { createEventBus, createKafkaEventBus } from './event-bus/create-event-bus';
export { EventBusUnavailableError } from './event-bus/event-bus.errors';
export { partitionOfKey, PARTITIONS } from './event-bus/key-partition';
export { chunkRecords } from './event-bus/record-size';
export type { EnqueueOptions, JobHandler, JobHandlers, JobQueue, JobWorkers } from './queue/job-queue.port';
export { createJobQueue } from './queue/create-job-queue';
export { createJobWorkers } from './queue/create-job-workers';
export { assertAllHandled, parseJobPayload, queuesOf } from './queue/job-catalog-check';
export { runJob } from './queue/run-job';
export type { ArtifactStore, StoredArtifact } from './artifact-store/artifact-store.port';
export { artifactDigest } from './artifact-store/artifact-digest';
export { createArtifactStore } from './artifact-store/create-artifact-store';
export { ArtifactCorruptError, ArtifactMissingError } from './artifact-store/artifact.errors';
export { actorOf, type Identity } from './auth/identity';
export { mayGrantModels, mayUseModel } from './auth/model-scope';
export { hashToken, newToken } from './auth/token';
export { ADMIN_TOKEN_NAME } from './auth/stored-identity';
export type { TokenStore } from './auth/token-store.port';
export { PgTokenStore } from './auth/pg-token.store';
export { TokenVerifier } from './auth/token-verifier';
export { TOKEN_CHANNEL, TokenWatch } from './auth/token-watch';
export { createTokenVerifier } from './auth/create-token-verifier';
export { isLoopback, oidcOptions, oidcSettings, oidcSignInSettings, type OidcOptions } from './auth/oidc/oidc-options';
export { nameOfClaims, roleOfClaims } from './auth/oidc/role-of-claims';
export { PgUserStore } from './auth/oidc/pg-user.store';
export { BadTokenError, IdentityProviderAwayError, ModelForbiddenError } from './auth/auth.errors';
export { FailureLimit } from './auth/failure-limit';
export { ensureAdminToken } from './auth/ensure-admin-token';
export { authorize, authorizeModel } from './auth/authorize';
export { NotAllowedError } from './auth/auth.errors';
export { accessCheck, limitedVerify, modelTarget, readCredentials } from './http/access-check';
export { AccessGuard, CurrentIdentity } from './http/access-guard';
export { clearedSessionCookie, sessionCookie } from './http/session-cookie';
export { parseInput, zodFields } from './http/parse-input';
export { problemOf, retryAfterOf } from './http/problem-reply';
export { renderProblem, replyWithProblem } from './http/reply-with-problem';
export { ProblemFilter } from './http/problem-filter';
export { fastifyDefaults, registerProblemHandlers } from './http/fastify-defaults';
export { registerOperations, type Operations } from './http/operations';
export { observeRequests } from './http/observe-requests';
export { OperationsModule } from './http/operations.module';
export { readiness, type ReadinessChecks } from './http/readiness';
export { shutDownOnSignal } from './http/shutdown';
