export { AUDIT_KIND, buildEnvelope, leafOf, type AuditEnvelope } from './audit-envelope';
export type { AuditExport, SequencedEntry } from './audit-log';
export { canonicalJson } from './canonical-json';
export { verifyAudit, type AuditVerdict, type BrokenEntry } from './verify-audit';
export {
  AuditEntryInvalidError,
  AuditForkedError,
  CheckpointMissingError,
  ProofUnavailableError,
} from './governance.errors';
