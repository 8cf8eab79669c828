export { PrismaAuditTrail } from './prisma-audit-trail';
export { PgAuditTrail } from './pg-audit-trail';
export { AUDIT_KEY_FILE, AUDIT_ORIGIN, AUDIT_VERIFIER_FILE, ensureAuditKey, type AuditKey } from './audit-key';
export { AuditSequencer, checkpointFolder, type SequencedResult, type SequencerOptions } from './audit-sequencer';
export { keepCheckpoint, readCheckpoints } from './checkpoint-files';
export { AuditLogQuery, type AuditFilter, type CheckpointView } from './audit-log.query';
