import { Module } from '@nestjs/common';
import type { PrismaDatabase } from '@plumbline/platform';
import { TrainingRunsQuery } from '@plumbline/retraining-adapters';
import { DATABASE } from '../wiring/tokens';
import { TrainingController } from './training.controller';

@Module({
  controllers: [TrainingController],
  providers: [
    {
      provide: TrainingRunsQuery,
      inject: [DATABASE],
      useFactory: (prisma: PrismaDatabase) => new TrainingRunsQuery(prisma),
    },
  ],
})
export class TrainingModule {}
