import { join } from 'node:path';
import { Module, type Provider } from '@nestjs/common';
import { PrismaAuditTrail } from '@plumbline/governance-adapters';
import { FeedbackQuery } from '@plumbline/monitoring-adapters';
import {
  publishDomainEvent,
  type ArtifactStore,
  type EventBus,
  type JobQueue,
  type Prisma,
  type PrismaDatabase,
} from '@plumbline/platform';
import { PrismaRegistryUnitOfWork, ProcessAdmission, ScratchFolder } from '@plumbline/registry-adapters';
import { RegisterVersion, type RegistryUnitOfWork } from '@plumbline/registry-core';
import {
  BusRetrainingAnnouncer,
  MonitoredFeedback,
  PrismaRetrainingUnitOfWork,
  QueuedRuns,
  RegistryModelCatalog,
  RolloutCanaryStarter,
  StoredPolicies,
  WorkerTrainer,
} from '@plumbline/retraining-adapters';
import { ExecuteRun } from '@plumbline/retraining-core';
import {
  BusRolloutAnnouncer,
  MonitoredEvidence,
  PrismaRolloutUnitOfWork,
  RegistryChampionSwitch,
  type ChampionNotices,
} from '@plumbline/rollouts-adapters';
import { RolloutController, type StartRolloutPorts } from '@plumbline/rollouts-core';
import type { Pool } from 'pg';
import type { RetrainingSettings } from './env';
import { RuntimeScorer } from './runtime-scorer';
import {
  ARTIFACTS,
  EVENT_BUS,
  JOB_QUEUE,
  POOL,
  PRISMA,
  REGISTRY_STORE,
  RETRAINING_PORTS,
  ROLLOUT_PORTS,
  SETTINGS,
} from './tokens';

const auditIn = (tx: Prisma.TransactionClient) => new PrismaAuditTrail(tx);

const championNotices = (bus: EventBus): ChampionNotices => ({
  switched: (model, version) =>
    publishDomainEvent(bus, {
      kind: 'alias.changed',
      model,
      summary: `version ${version} is champion`,
      detail: { version },
    }),
  approval: (happened, { id: approvalId, model, alias, version, state, reason, stateReason }) =>
    publishDomainEvent(bus, {
      kind: `approval.${happened}`,
      model,
      summary: `approval of version ${version} as ${alias} ${happened}: ${stateReason || reason}`,
      detail: { approvalId, alias, version, state },
    }),
});

const rollouts: Provider[] = [
  { provide: FeedbackQuery, inject: [POOL], useFactory: (pool: Pool) => new FeedbackQuery(pool) },
  {
    provide: REGISTRY_STORE,
    inject: [PRISMA],
    useFactory: (prisma: PrismaDatabase) => new PrismaRegistryUnitOfWork(prisma, auditIn),
  },
  {
    provide: ROLLOUT_PORTS,
    inject: [PRISMA, REGISTRY_STORE, FeedbackQuery, POOL, EVENT_BUS],
    useFactory: (
      prisma: PrismaDatabase,
      registry: RegistryUnitOfWork,
      feedback: FeedbackQuery,
      pool: Pool,
      bus: EventBus,
    ): StartRolloutPorts => ({
      unitOfWork: new PrismaRolloutUnitOfWork(prisma, auditIn),
      evidence: new MonitoredEvidence(feedback, pool),
      champion: new RegistryChampionSwitch(registry, championNotices(bus)),
      announcer: new BusRolloutAnnouncer(bus),
    }),
  },
  {
    provide: RolloutController,
    inject: [ROLLOUT_PORTS],
    useFactory: (ports: StartRolloutPorts) => new RolloutController(ports),
  },
];

const retraining: Provider[] = [
  {
    provide: RETRAINING_PORTS,
    inject: [PRISMA, REGISTRY_STORE, ROLLOUT_PORTS, FeedbackQuery, ARTIFACTS, EVENT_BUS, JOB_QUEUE, SETTINGS],
    useFactory: retrainingPorts,
  },
  {
    provide: ExecuteRun,
    inject: [RETRAINING_PORTS],
    useFactory: (ports: ReturnType<typeof retrainingPorts>) => new ExecuteRun(ports),
  },
];

function retrainingPorts(
  ...[prisma, registry, rolloutPorts, feedback, artifacts, bus, jobs, { PLUMBLINE_DATA_DIR }]: [
    PrismaDatabase,
    RegistryUnitOfWork,
    StartRolloutPorts,
    FeedbackQuery,
    ArtifactStore,
    EventBus,
    JobQueue,
    RetrainingSettings,
  ]
) {
  const policies = new StoredPolicies(registry);
  const scratch = new ScratchFolder(join(PLUMBLINE_DATA_DIR, 'uploads'));
  const register = new RegisterVersion({
    admission: new ProcessAdmission({
      script: join(__dirname, 'admission-process.js'),
      workFolder: join(PLUMBLINE_DATA_DIR, 'admission'),
    }),
    // A candidate brings its own profile; nothing is profiled from a table here.
    profile: () => ({ reference: null, metrics: {}, metricIntervals: {} }),
    artifacts,
    unitOfWork: registry,
  });
  const catalog = new RegistryModelCatalog(registry, register, artifacts, scratch, ({ model, version, bornBecause }) =>
    publishDomainEvent(bus, {
      kind: 'version.registered',
      model,
      summary: `version ${version}: ${bornBecause}`,
      detail: { version },
    }),
  );
  return {
    unitOfWork: new PrismaRetrainingUnitOfWork(prisma, auditIn),
    feedback: new MonitoredFeedback(feedback),
    catalog,
    policies,
    snapshots: artifacts,
    trainer: new WorkerTrainer(join(__dirname, 'worker.js')),
    scorer: new RuntimeScorer(),
    canary: new RolloutCanaryStarter(rolloutPorts, policies),
    queue: new QueuedRuns(jobs),
    announcer: new BusRetrainingAnnouncer(bus),
  };
}

export type RetrainingPorts = ReturnType<typeof retrainingPorts>;

const providers = [...rollouts, ...retraining];

/** Binds the contexts' ports to each other: the only place here that knows all of them. */
@Module({ providers, exports: providers })
export class ContextsModule {}
