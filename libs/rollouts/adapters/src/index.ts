export { PrismaRolloutUnitOfWork } from './prisma-rollouts';
export { RolloutViewsQuery } from './rollout-views.query';
