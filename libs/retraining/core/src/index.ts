export { type LabelledRow, type Scalar } from './snapshot/data-snapshot';
export type { ArtifactScorer, TrainedModel, Trainer, TrainingRequest } from './training/trainer.port';
export { BuiltinTrainer } from './training/builtin-trainer';
export { type GateResult } from './gates/gate';
export { requestRetraining, type RequestRetrainingPorts } from './runs/request-retraining';
export { ExecuteRun } from './runs/execute-run';
export { RetrainingFailed } from './runs/retraining.errors';
export {
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
  TrainingRunStore,
} from './runs/retraining.port';
