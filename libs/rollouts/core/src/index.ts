export type { Assessment, Rollout, RolloutEvidence, RolloutPolicy, RolloutState } from './rollout';
export { decide } from './decide';
export { startRollout, type StartRolloutPorts } from './start-rollout';
export { changeRollout, type RolloutCommand } from './change-rollout';
export { RolloutController } from './rollout-controller';
export { RolloutNotFound } from './rollouts.errors';
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
