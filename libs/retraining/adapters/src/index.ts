export { PrismaRetrainingUnitOfWork } from './prisma-training-runs';
export { TrainingRunsQuery } from './training-runs.query';
export { WorkerTrainer, type TrainingMessage } from './worker-trainer';
export { RegistryModelCatalog } from './registry-model-catalog';
export { StoredPolicies } from './stored-policies';
export { RolloutCanaryStarter } from './rollout-canary-starter';
export { MonitoredFeedback } from './monitored-feedback';
export { BusRetrainingAnnouncer, QueuedRuns } from './queued-runs';
