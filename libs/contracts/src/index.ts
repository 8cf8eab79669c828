export { STATUS_OF_KIND, toProblem, type Problem } from './problem/problem';
export { signatureSchema, type SignatureContract } from './registry/signature';
export {
  aliasBodySchema,
  modelNameSchema,
  promoteBodySchema,
  reasonBodySchema,
  rollbackBodySchema,
  startRolloutBodySchema,
  versionManifestSchema,
  type VersionManifest,
} from './registry/models';
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
export { ACCESS_MATRIX } from './access/access-matrix';
export { POLICY_SCHEMAS, defaultPolicy, type Policy, type PolicyKind } from './policies/policies';
export type {
  AlertView,
  AliasChangeView,
  AliasView,
  AuditEntryView,
  DriftReportView,
  DriftView,
  FairnessGroupView,
  FairnessView,
  FeatureDriftView,
  GateView,
  IntervalView,
  MetricVerdictView,
  ModelSummaryView,
  Page,
  PerformancePointView,
  PerformanceView,
  PredictionView,
  ReconciliationView,
  RolloutView,
  ShareView,
  StatusWord,
  SuppressionView,
  SystemStatusView,
  TrainingRunView,
  TrainingRunsView,
  VersionView,
} from './views/views';
