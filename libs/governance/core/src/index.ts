export { buildEnvelope, leafOf, type AuditEnvelope } from './audit-envelope';
export type { AuditExport, SequencedEntry } from './audit-log';
export { verifyAudit, type AuditVerdict } from './verify-audit';
export { AuditForkedError, CheckpointMissingError, ProofUnavailableError } from './governance.errors';
