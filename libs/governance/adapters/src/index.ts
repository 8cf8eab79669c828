export { PrismaAuditTrail } from './prisma-audit-trail';
export { ensureAuditKey, type AuditKey } from './audit-key';
export { AuditSequencer } from './audit-sequencer';
export { AuditLogQuery, type CheckpointView } from './audit-log.query';
