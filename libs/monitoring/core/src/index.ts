export type { LabelPolicy, MonitorPolicy } from './policies';
export type { Scalar, ScoredRow } from './scored-row';
export { groupOfValue, UNKNOWN_GROUP } from './groups/protected-group';
export {
  readReferenceProfile,
  type ExpectedPerformance,
  type GroupShare,
  type ReferenceProfile,
} from './reference/reference-profile';
export {
  buildReferenceProfile,
  featureKind,
  measureExpected,
  type ReferenceExtras,
} from './reference/build-reference-profile';
export { monitoredVersion, type MonitoredVersion } from './monitored-version';
export type { GroupCounts } from './window/group-counts';
export { emptyCounters, mergeCounters, windowStart, type WindowCounters } from './window/window-counters';
export { addLabel, addPrediction, removeLabel } from './window/count-rows';
export { readLabel, type KnownLabel } from './outcome/read-label';
export { joinOutcome, type JoinDecision, type OutcomeEvidence, type StoredLabel } from './outcome/join-outcome';
export type { IntervalEstimate } from './interval-estimate';
export { LABEL_ROW, SCORE_ROW, type DriftDocument, type FeatureDriftDocument } from './drift/drift-document';
export { driftScore, evaluateDrift, type EventTimeRange } from './drift/evaluate-drift';
export { shouldRequestRetraining, type RetrainingRequest } from './drift/retraining-request';
export {
  mergePerformance,
  windowPerformance,
  type PerformanceCounters,
  type WindowPerformance,
} from './performance/window-performance';
export { performanceDrift, type PerformanceVerdict } from './performance/performance-drift';
export { evaluateFairness, type AttributeFairness, type FairnessGroup } from './fairness/evaluate-fairness';
export { alertChanges, type AlertChange } from './alerts';
export { ClosedWindows, type WindowStanding } from './window/closed-windows';
export { mergeGroups } from './window/group-counts';
