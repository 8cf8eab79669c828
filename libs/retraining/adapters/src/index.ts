export { PrismaRetrainingUnitOfWork } from './prisma-training-runs';
export { TrainingRunsQuery } from './training-runs.query';
export { WorkerTrainer, type TrainingMessage } from './worker-trainer';
