export { VersionCatalog, type ModelPolicies } from './versions/version-catalog';
export { outcomesGroup } from './ingestion/consumer-groups';
export { BatchRunner } from './ingestion/run-batch';
export { DeadLetterStore, type DeadLetter } from './ingestion/dead-letter.store';
export { PgIngestion, type IngestSummary } from './ingestion/pg-ingestion';
export {
  ModelEvaluation,
  type CheckResult,
  type ModelEvaluationOptions,
  type ModelEvaluationPorts,
} from './evaluation/model-evaluation';
export { FeedbackQuery, type StepTraffic, type VersionScore } from './feedback/feedback.query';
export type { LabelledRow, PendingRow } from './feedback/labelled-rows';
export type { PairedEvidence, PairedEvidenceQuestion } from './feedback/paired-evidence';
export { MonitoringQuery } from './views/monitoring.query';
export type { AlertFilter } from './views/alerts.query';
export type { MonitoringNumbers } from './views/summary.query';
export type { ViewRange } from './views/time-range';
