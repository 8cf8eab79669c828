export type { Feature, ModelInput, ModelOutput, ProtectedAttribute, Signature } from './signature';
export { CHAMPION, type Alias, type AliasChange, type ModelVersion } from './model-version';
export type { AuditEntry, AuditTrail } from './audit-trail.port';
export type { ModelStore, NewModel, RegistryUnitOfWork } from './registry-unit-of-work.port';
