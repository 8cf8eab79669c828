export { systemClock, type Clock } from './clock/clock';
export { parseSettings } from './config/parse-settings';
export { platformSettings, serviceSettings } from './config/platform-settings';
export { listSettings, type SettingReference } from './config/list-settings';
export { flagSetting, millisecondsSetting, portSetting, setting, type SettingNotes } from './config/setting';
export { SettingsError } from './config/settings.errors';
export { createLogger, type Logger, type LoggerOptions } from './logging/create-logger';
export { NestLogger } from './logging/nest-logger';
export { createPool, type PoolOptions } from './database/create-pool';
export { inTransaction, sqlState, type TransactionOptions } from './database/in-transaction';
export { createPrisma, type PrismaDatabase, type PrismaOptions } from './database/create-prisma';
export { Prisma, type PrismaClient } from './database/generated/client';
export { listen, type Listener, type ListenOptions } from './database/listen';
export { createMetrics, type Metrics, type MetricsOptions } from './metrics/create-metrics';
export { METRICS, type HistogramDefinition, type MetricDefinition } from './metrics/metric-definitions';
export type {
  Counter,
  CounterFamily,
  Gauge,
  GaugeFamily,
  Histogram,
  HistogramFamily,
  Labels,
} from './metrics/metric-family';
export type {
  EventBus,
  IncomingRecord,
  OutgoingRecord,
  RecordBatch,
  SubscribeOptions,
  Subscription,
} from './event-bus/event-bus.port';
export { publishDomainEvent, type NewDomainEvent } from './event-bus/publish-domain-event';
export { createEventBus, type EventBusOptions } from './event-bus/create-event-bus';
export type { EventBusLog } from './event-bus/event-bus-log';
export { EventBusUnavailableError, RecordTooLargeError } from './event-bus/event-bus.errors';
export { fnv1a, partitionOfKey, PARTITIONS } from './event-bus/key-partition';
export { MAX_RECORD_BYTES, chunkRecords } from './event-bus/record-size';
export type { EnqueueOptions, JobContext, JobHandler, JobHandlers, JobQueue, JobWorkers } from './queue/job-queue.port';
export { createJobQueue, type JobQueueOptions } from './queue/create-job-queue';
export { createJobWorkers, type JobWorkersOptions } from './queue/create-job-workers';
export { assertAllHandled, JOB_NAMES, parseJobPayload, queuesOf } from './queue/job-catalog-check';
export { runJob, type TakenJob } from './queue/run-job';
export { JobHandlersError, JobPayloadError, JobTimeoutError, UnknownJobError } from './queue/job.errors';
export type { ArtifactStore } from './artifact-store/artifact-store.port';
export { artifactDigest } from './artifact-store/artifact-digest';
export { createArtifactStore, type ArtifactStoreOptions } from './artifact-store/create-artifact-store';
export { ArtifactCorruptError, ArtifactMissingError } from './artifact-store/artifact.errors';
export { actorOf, type Identity } from './auth/identity';
export { hashToken, newToken } from './auth/token';
export type { StoredToken, TokenStore } from './auth/token-store.port';
export { PgTokenStore } from './auth/pg-token.store';
export { TokenVerifier, type TokenVerifierOptions } from './auth/token-verifier';
export { ADMIN_TOKEN_FILE, ensureAdminToken } from './auth/ensure-admin-token';
export { authorize, type AccessRow, type AccessRows } from './auth/authorize';
export { BadTokenError, CrossSiteError, NotAllowedError, NoTokenError } from './auth/auth.errors';
export {
  accessCheck,
  readCredentials,
  refuseCrossSite,
  type AccessCheck,
  type AccessRequest,
  type Credentials,
} from './http/access-check';
export { AccessGuard, CurrentIdentity } from './http/access-guard';
export { clearedSessionCookie, SESSION_COOKIE, sessionCookie } from './http/session-cookie';
export { invalidInput, parseInput, zodFields } from './http/parse-input';
export { PROBLEM_TYPE, problemOf, retryAfterOf } from './http/problem-reply';
export { ProblemFilter, replyWithProblem } from './http/problem-filter';
export { fastifyDefaults, registerProblemHandlers } from './http/fastify-defaults';
export { OperationsModule, registerOperations, type Operations } from './http/operations.module';
export { readiness, type Readiness, type ReadinessCheck, type ReadinessChecks } from './http/readiness';
export { shutDownOnSignal, type ShutdownOptions } from './http/shutdown';
