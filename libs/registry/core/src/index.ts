export type { Feature, ModelInput, ModelOutput, ProtectedAttribute, Signature } from './signature/signature';
export {
  CHAMPION,
  type Alias,
  type AliasChange,
  type ModelVersion,
  type AliasMove,
  type AliasTarget,
  type NewAliasChange,
} from './versions/model-version';
export { aSignature } from './signature/signature.builder';
export { aVersion } from './versions/model-version.builder';
export { versionFates, type VersionFate } from './versions/version-fate';
export type { AuditEntry, AuditTrail } from './audit/audit-trail.port';
export type { ModelStore, NewModel, RegistryTransaction, RegistryUnitOfWork } from './store/registry-unit-of-work.port';
export { InMemoryRegistry } from './store/registry-unit-of-work.fake';
export type { Admission, AdmissionRoom, ArtifactFiles, Inspection, Trial } from './artifact/admission.port';
export { FakeAdmission } from './artifact/admission.fake';
export type { TensorDescription } from './artifact/graph-description';
export type { ProfileReference } from './artifact/reference-profiler.port';
export { measureReference } from './versions/measure-reference';
export type { Table } from './table/table';
export { parseTable } from './table/parse-table';
export { attributeRows, featureRows, positiveLabels, type Scalar } from './table/feature-rows';
export { inferSignature, type InferredSignature } from './signature/infer-signature';
export type { InferOptions } from './signature/infer-options';
export { answerProblems, PROBABILITY_TOLERANCE } from './signature/check-answers';
export { classIndexer } from './signature/class-name';
export { standardInputs } from './signature/infer-inputs';
export { RegisterVersion, type RegisterVersionCommand } from './versions/register-version';
export { ArchiveVersion } from './versions/archive-version';
export { DeleteVersion } from './versions/delete-version';
export { aliasAt } from './aliases/alias-at';
export { UnknownAliasError } from './aliases/alias.errors';
export { CorrectAlias } from './aliases/correct-alias';
export type { AliasResult } from './aliases/move-alias';
export { RemoveAlias, type RemovedAlias } from './aliases/remove-alias';
export { RollbackChampion } from './aliases/rollback-champion';
export type { ApprovalDecision, ApprovalRequest, Person } from './approvals/approval';
export { ApprovalVoidError, UnknownApprovalError } from './approvals/approval.errors';
export type { ApprovalStore } from './approvals/approval-store.port';
export { CandidateApproval, type CandidateClearance } from './approvals/candidate-approval';
export { DecideApproval, type DecideCommand } from './approvals/decide-approval';
export type { MoveOutcome, OpenedRequest } from './approvals/open-request';
export { ProposeMove } from './approvals/propose-move';
export { moveAsRoot } from './approvals/root-moves.builder';
export { RequestApproval } from './approvals/request-approval';
export type { DocumentKind, DocumentStamp, VersionDocument } from './documents/document';
export type { DocumentStore } from './documents/document-store.port';
export { PutDocument, ReadDocument } from './documents/put-document';
export { PutPolicy } from './policies/put-policy';
export type { Lineage, MetricInterval } from './versions/lineage';
export { invalidVersion, UnknownModelError, UnknownVersionError, VersionInvalidError } from './registry.errors';
export type { KeyValue, Pairs } from './mlflow/wire';
export { toPairs } from './mlflow/wire';
export { MlflowDeniedError, MlflowInvalidError } from './mlflow/mlflow.errors';
export type { Condition } from './mlflow/search/filter';
export type { Order } from './mlflow/search/order-by';
export { toPage as toSearchPage, type SearchPage, type SearchQuery } from './mlflow/search/search-page';
export {
  DEFAULT_EXPERIMENT,
  toWireExperiment,
  type Experiment,
  type ViewType as MlflowViewType,
} from './mlflow/experiments/experiment';
export type { ExperimentStore } from './mlflow/experiments/experiment-store.port';
export { MlflowExperiments } from './mlflow/experiments/mlflow-experiments';
export {
  RUN_STATUSES,
  toWireMetric,
  toWireRun,
  toWireRunInfo,
  type Metric as MlflowMetric,
  type Run as MlflowRun,
  type RunInfo as MlflowRunInfo,
  type RunInput,
  type RunOutput,
} from './mlflow/runs/run';
export type { RunBatch, RunStore } from './mlflow/runs/run-store.port';
export { MlflowRuns } from './mlflow/runs/mlflow-runs';
export {
  LOGGED_MODEL_STATUSES,
  loggedModelRoot,
  toWireLoggedModel,
  type LoggedModel,
  type LoggedModelStatus,
} from './mlflow/logged-models/logged-model';
export type { LoggedModelStore, NewLoggedModel } from './mlflow/logged-models/logged-model-store.port';
export { MlflowLoggedModels } from './mlflow/logged-models/mlflow-logged-models';
export { decodeArtifactPath, parseArtifactPath, versionRoot } from './mlflow/artifacts/artifact-path';
export type { ArtifactIndex } from './mlflow/artifacts/artifact-index.port';
export type { IndexedFile } from './mlflow/artifacts/folder-entries';
export { MlflowArtifacts, type VersionReader } from './mlflow/artifacts/mlflow-artifacts';
export { toWireModel, toWireVersion, type MlflowModel, type MlflowVersion } from './mlflow/models/registered-model';
export type {
  MlflowRegistryReads,
  MlflowRegistryStore,
  MlflowUnitOfWork,
  NewMlflowVersion,
} from './mlflow/models/mlflow-registry.port';
export { MlflowModels, readVersionNumber } from './mlflow/models/mlflow-models';
export { CreateMlflowVersion } from './mlflow/models/create-mlflow-version';
export type { MlflowTold } from './mlflow/models/guess-answer';
export type { LocateParts } from './mlflow/models/locate-source';
