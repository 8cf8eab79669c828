export { AdmissionUnavailableError } from './admission/admission.errors';
export { ProcessAdmission, type AdmissionOptions } from './admission/process-admission';
export { runAdmissionProcess } from './admission/child/run-admission-process';
export { AliasViewsQuery, toAliasView } from './alias-views.query';
export { ApprovalViewsQuery } from './approvals/approval-views.query';
export type { AuditTrailFactory } from './audit-trail-factory';
export { PrismaRegistryUnitOfWork } from './prisma-registry-unit-of-work';
export { ScratchFolder } from './scratch-folder';
export { RegistryViewsQuery, type RegisteredModel } from './registry-views.query';
