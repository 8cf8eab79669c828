export { STATUS_OF_KIND, toProblem, type Problem } from './problem/problem';
export { lineageSchema, type Lineage, type MetricInterval } from './registry/lineage';
export { signatureSchema, type SignatureContract } from './registry/signature';
export {
  modelNameSchema,
  promoteBodySchema,
  promoteRolloutBodySchema,
  reasonBodySchema,
  rollbackBodySchema,
  simulateRolloutBodySchema,
  startRolloutBodySchema,
  versionManifestSchema,
  type VersionManifest,
} from './registry/models';
export {
  aliasBodySchema,
  aliasNameSchema,
  APPROVAL_STATES,
  approvalBodySchema,
  decisionBodySchema,
  removeAliasBodySchema,
} from './registry/aliases';
export { cardBodySchema, gateReportBodySchema } from './registry/documents';
export {
  MAX_INSTANCES,
  predictBodySchema,
  type PredictBody,
  type PredictedRow,
  type PredictResponse,
} from './serving/predict';
export { TOPICS, type Topic } from './events/topics';
export { PREDICTION_EVENT_TYPE, predictionEventSchema, type PredictionEvent } from './events/prediction-event';
export { OUTCOME_EVENT_TYPE, outcomeEventSchema, outcomesBodySchema, type OutcomeEvent } from './events/outcome-event';
export { cloudEventSchema, type CloudEvent } from './events/cloud-event';
export { DOMAIN_EVENT_KINDS } from './events/domain-event-kinds';
export { domainEventSchema, type DomainEvent } from './events/domain-event';
export {
  JOB_CATALOG,
  retrainingTriggerSchema,
  type JobName,
  type JobPayload,
  type RetrainingTrigger,
} from './jobs/job-catalog';
export { isRole, ROLES, rolesCoveredBy, type Role } from './access/roles';
export { ACCESS_MATRIX, KEEPS_TO_MODEL_SCOPE } from './access/access-matrix';
export { mlflowColumn } from './access/mlflow-routes';
export {
  changeUserBodySchema,
  newTokenBodySchema,
  type NewTokenBody,
  type NewTokenView,
  type SignInMethodsView,
  type TokenView,
  type UserView,
} from './access/tokens';
export { POLICY_SCHEMAS, defaultPolicy, type Policy, type PolicyKind } from './policies/policies';
export type { IntervalView, Page, ReconciliationView, StatusWord, SystemStatusView } from './views/view-parts';
export type { ModelSummaryView, ShareView, VersionView } from './views/model-views';
export type {
  AssignmentView,
  BacktestView,
  MetricVerdictView,
  RolloutArmView,
  RolloutSegmentsView,
  RolloutView,
  SegmentArmView,
} from './views/rollout-views';
export type {
  AttributionDriftView,
  DriftReportView,
  DriftView,
  ErrorStreamView,
  FeatureDriftView,
  JointDriftView,
} from './views/drift-views';
export type { QualityCheckView, QualityView } from './views/quality-views';
export {
  PERFORMANCE_METRICS,
  type FoundSegmentView,
  type PerformanceMetric,
  type LabelCoverageView,
  type PerformancePointView,
  type PerformanceView,
  type CalibrationView,
  type SegmentPerformanceView,
  type SegmentSearchView,
} from './views/performance-views';
export type { ImpactEffectView, ImpactView } from './views/impact-views';
export type {
  FairnessAttributeView,
  FairnessCheckView,
  FairnessGroupView,
  FairnessMeasureView,
  FairnessView,
} from './views/fairness-views';
export type { GateView, SuppressionView, TrainingRunView, TrainingRunsView } from './views/training-views';
export type {
  AlertDetailView,
  AlertHistoryView,
  AlertSilenceView,
  AlertView,
  DeliveryView,
  NewWebhookView,
  WebhookView,
} from './views/alert-views';
export {
  acknowledgeAlertBodySchema,
  ALERT_STATES,
  newSilenceBodySchema,
  resolveAlertBodySchema,
  silenceAlertBodySchema,
} from './alerts/alert-bodies';
export {
  newWebhookBodySchema,
  rotateWebhookBodySchema,
  WEBHOOK_TEST_EVENT,
  type NewWebhookBody,
} from './alerts/webhook-bodies';
export type { AuditEntryView } from './views/audit-views';
export type { PredictionView } from './views/prediction-views';
export type { DeadLetterView, ReplayedDeadLettersView } from './views/dead-letter-views';
export {
  DEAD_LETTER_SOURCES,
  replayDeadLetterBodySchema,
  replayDeadLettersBodySchema,
} from './dead-letters/dead-letter-bodies';
export type {
  AliasChangeView,
  AliasEvidenceView,
  AliasHistoryView,
  AliasView,
  ApprovalDecisionView,
  ApprovalView,
  AwaitingApprovalView,
  DocumentView,
} from './views/alias-views';
