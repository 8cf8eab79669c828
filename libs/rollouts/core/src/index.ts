export type {
  Assessment,
  MetricVerdict,
  PairedEvidence,
  Rollout,
  RolloutAction,
  RolloutEvidence,
  RolloutPolicy,
  RolloutState,
} from './rollout';
export { isOpen } from './rollout';
export { decide } from './decide';
export { judgeLogLoss } from './judge-log-loss';
export { checkSampleRatio } from './sample-ratio';
export { startRollout, type StartRolloutCommand, type StartRolloutPorts } from './start-rollout';
export { changeRollout, type ChangeRolloutCommand, type RolloutCommand } from './change-rollout';
export { RolloutController, type RolloutControllerPorts } from './rollout-controller';
export { RolloutConflict, RolloutInvalid, RolloutNotFound } from './rollouts.errors';
export type {
  ChampionSwitch,
  RolloutAnnouncer,
  RolloutEvidenceReader,
  RolloutStore,
  RolloutUnitOfWork,
} from './rollouts.port';
