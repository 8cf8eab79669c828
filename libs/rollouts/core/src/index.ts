export type { Assessment, Rollout, RolloutArm, RolloutPolicy, RolloutState, RolloutStrategy } from './rollout';
export type { Comparison, OutcomeEvidence, RolloutEvidence, ServingCounts } from './comparisons/evidence';
export { ruleKey, type MetricRule } from './judging/metric-rule';
export { answersOf, rulesOf, type AnswerKind } from './judging/started-rules';
export { aucDifference } from './comparisons/auc-difference';
export { selectionGap } from './comparisons/selection-gap';
export { stratifiedDifference, type Stratum } from './comparisons/stratified-difference';
export { challengersOf } from './strategies/challengers';
export { stepsOf } from './strategies/start-plan';
export { decide } from './decide';
export { startRollout, type StartRolloutPorts } from './start-rollout';
export { backtest, type LoggedRow, type LogThresholds } from './simulation/replay-log';
export { planExperiment, type ExperimentPlan } from './planning/plan-experiment';
export { changeRollout, type RolloutCommand } from './change-rollout';
export { RolloutController } from './rollout-controller';
export { RolloutConflict, RolloutNotFound } from './rollouts.errors';
export type {
  CandidatePromotion,
  ChampionSwitch,
  Clearance,
  Requester,
  RolloutAnnouncer,
  RolloutEvidenceReader,
  RolloutStore,
  RolloutUnitOfWork,
} from './rollouts.port';
