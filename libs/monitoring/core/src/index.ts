export type { LabelPolicy, MonitorPolicy } from './policies';
export type { Scalar } from './scored-row';
export { groupOfValue } from './groups/protected-group';
export { readReferenceProfile, type ExpectedPerformance } from './reference/reference-profile';
export { buildReferenceProfile, measureExpected } from './reference/build-reference-profile';
export { monitoredVersion, withSegments, type MonitoredVersion } from './monitored-version';
export type { GroupCounts } from './window/group-counts';
export {
  emptyCounters,
  mergeCounters,
  mergeIntoStored,
  windowStart,
  type WindowCounters,
} from './window/window-counters';
export { rollUp } from './window/roll-up';
export { addLabel, addPrediction, removeLabel } from './window/count-rows';
export { readLabel } from './outcome/read-label';
export { isMature, isTimedOut, joinOutcome, type StoredLabel } from './outcome/join-outcome';
export { type DriftDocument } from './drift/drift-document';
export { driftScore, evaluateDrift } from './drift/evaluate-drift';
export { mergePerformance, windowPerformance, type PerformanceCounters } from './performance/window-performance';
export { estimatedMetrics, realisedMetrics } from './performance/performance-metrics';
export { segmentPerformance } from './performance/segment-performance';
export { coverageByAge } from './performance/label-coverage';
export { searchSegments } from './segment-search/search-segments';
export { delayQuantile } from './window/outcome-delay';
export { performanceDrift } from './performance/performance-drift';
export type { AttributeFairness } from './fairness/attribute-fairness';
export { evaluateFairness } from './fairness/evaluate-fairness';
export { alertKey, isWatching, verdictOf, type AlertRule } from './alerts/alert-rule';
export type { AlertSignal } from './alerts/alert-signal';
export { QUIET, stepAlert, type AlertState, type AlertStep } from './alerts/alert-state';
export { checkSignals, type CheckFindings } from './alerts/check-signals';
export { matchesPattern } from './alerts/match-pattern';
export { retrainingRequest } from './alerts/retraining-route';
export { isSilencedBy, type Silence } from './alerts/silence';
export { isInSilencedHours } from './alerts/silenced-hours';
export { tellPeople } from './alerts/tell-people';
export { judgeAnswer } from './notification/judge-answer';
export { DEFAULT_SCHEDULE, retryDelayMs, type RetrySchedule } from './notification/retry-schedule';
export { SECRET_PREFIX, webhookHeaders } from './notification/sign-webhook';
export { NO_IMPACT, type ImpactCounters, type ImpactSides } from './impact/impact-counters';
export { impactReport, type ImpactRules } from './impact/impact-report';
export { treatmentEffect } from './impact/treatment-effect';
export { ClosedWindows } from './window/closed-windows';
export { mergeGroups } from './window/group-counts';
export {
  affordableRows,
  attributionDrift,
  BACKGROUND_ROWS,
  type AttributionBaseline,
  type AttributionDriftDocument,
} from './attribution/attribution-drift';
export type { AttributeRows, ScoreRows } from './attribution/attribute-rows.port';
export { sampledShapley } from './attribution/sampled-shapley';
export { evaluateQuality, type WindowVolumes } from './quality/evaluate-quality';
export { freshnessCheck } from './quality/freshness-check';
export type { QualityReport } from './quality/quality-report';
export {
  emptyErrorStream,
  feedErrorStream,
  streamStandings,
  type ErrorStream,
  type MaturedRow,
  type StreamAlarm,
} from './streams/error-stream';
