export type { AuditTrailFactory } from './audit-trail-factory';
export { OnnxArtifactInspector } from './onnx-artifact-inspector';
export { PrismaRegistryUnitOfWork } from './prisma-registry-unit-of-work';
export { RegistryViewsQuery, type RegisteredModel } from './registry-views.query';
