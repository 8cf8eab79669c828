export type { Feature, ModelInput, ModelOutput, ProtectedAttribute, Signature } from './signature/signature';
export { CHAMPION, type Alias, type AliasChange, type ModelVersion } from './versions/model-version';
export { versionFates, type CandidateTrial, type VersionFate } from './versions/version-fate';
export type { AuditEntry, AuditTrail } from './audit/audit-trail.port';
export type { ModelStore, NewModel, RegistryUnitOfWork } from './store/registry-unit-of-work.port';
export { InMemoryRegistry } from './store/registry-unit-of-work.fake';
export type {
  ArtifactInspector,
  Dimension,
  GraphDescription,
  InspectedArtifact,
  TensorDescription,
} from './artifact/artifact-inspector.port';
export type { ArtifactBlobs } from './artifact/artifact-blobs.port';
export type { ReferenceFindings, ReferenceProfiler } from './artifact/reference-profiler.port';
export type { Table } from './table/table';
export { parseTable } from './table/parse-table';
export { attributeRows, featureRows, positiveLabels, type Scalar } from './table/feature-rows';
export { inferSignature, type InferOptions } from './signature/infer-signature';
export { standardInputs } from './signature/infer-inputs';
export {
  RegisterVersion,
  type RegisteredVersion,
  type RegisterVersionCommand,
  type RegisterVersionPorts,
} from './versions/register-version';
export { PromoteVersion, type PromoteVersionCommand } from './aliases/promote-version';
export { RollbackChampion, type RollbackChampionCommand } from './aliases/rollback-champion';
export { SetAlias, type AliasResult, type SetAliasCommand } from './aliases/set-alias';
export { PutPolicy, type PutPolicyCommand } from './policies/put-policy';
export { invalidVersion, UnknownModelError, UnknownVersionError, VersionInvalidError } from './registry.errors';
