export {
  considerTrigger,
  type RetrainingPolicy,
  type TriggerState,
  type TriggerVerdict,
} from './triggers/consider-trigger.policy';
export {
  snapshotBytes,
  takeSnapshot,
  type DataSnapshot,
  type LabelledRow,
  type Scalar,
  type SnapshotManifest,
} from './snapshot/data-snapshot';
export type { ArtifactScorer, TrainedModel, Trainer, TrainingRequest } from './training/trainer.port';
export { BuiltinTrainer, type FeatureEncoder } from './training/builtin-trainer';
export { allPassed, type GatePolicy, type GateResult } from './gates/gate';
export { evaluateGates, holdoutMetrics } from './gates/evaluate-gates';
export {
  requestRetraining,
  type RequestRetrainingPorts,
  type RetrainingAnswer,
  type RetrainingRequest,
} from './runs/request-retraining';
export { ExecuteRun, type ExecuteRunPorts } from './runs/execute-run';
export { RetrainingFailed } from './runs/retraining.errors';
export {
  TRAINING_STAGES,
  type TrainingRun,
  type TrainingRunChange,
  type TrainingRunState,
  type TrainingStage,
} from './runs/training-run';
export type {
  CanaryStarter,
  ChampionModel,
  FeedbackReader,
  ModelCatalog,
  RetrainingAnnouncer,
  RetrainingPolicies,
  RetrainingUnitOfWork,
  RunQueue,
  SnapshotStore,
  TrainingRunStore,
} from './runs/retraining.port';
