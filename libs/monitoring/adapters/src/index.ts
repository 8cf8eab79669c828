export { VersionCatalog, type ModelPolicies } from './versions/version-catalog';
export { BatchRunner } from './ingestion/run-batch';
export { DeadLetterStore, type DeadLetter } from './ingestion/dead-letter.store';
export { PgIngestion, type IngestSummary } from './ingestion/pg-ingestion';
export {
  ModelEvaluation,
  type CheckResult,
  type ModelEvaluationOptions,
  type ModelEvaluationPorts,
} from './evaluation/model-evaluation';
