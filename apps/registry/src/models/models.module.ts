import { Module } from '@nestjs/common';
import { MonitoringQuery } from '@plumbline/monitoring-adapters';
import type { ArtifactStore, PrismaDatabase } from '@plumbline/platform';
import { OnnxArtifactInspector, RegistryViewsQuery } from '@plumbline/registry-adapters';
import { RegisterVersion, type RegistryUnitOfWork } from '@plumbline/registry-core';
import { MonitoringModule } from '../monitoring/monitoring.module';
import { ARTIFACTS, DATABASE, REGISTRY_UNIT_OF_WORK } from '../wiring/tokens';
import { ModelFiguresQuery } from './model-figures.query';
import { ModelList } from './model-list';
import { ModelsController } from './models.controller';
import { OnnxReferenceProfiler } from './onnx-reference-profiler';
import { VersionsController } from './versions.controller';

@Module({
  imports: [MonitoringModule],
  controllers: [ModelsController, VersionsController],
  providers: [
    {
      provide: RegisterVersion,
      inject: [ARTIFACTS, REGISTRY_UNIT_OF_WORK],
      useFactory: (artifacts: ArtifactStore, unitOfWork: RegistryUnitOfWork) =>
        new RegisterVersion({
          inspector: new OnnxArtifactInspector(),
          profiler: new OnnxReferenceProfiler(),
          artifacts,
          unitOfWork,
        }),
    },
    {
      provide: ModelList,
      inject: [RegistryViewsQuery, MonitoringQuery, DATABASE],
      useFactory: (views: RegistryViewsQuery, monitoring: MonitoringQuery, prisma: PrismaDatabase) =>
        new ModelList(views, new ModelFiguresQuery(monitoring, prisma)),
    },
  ],
})
export class ModelsModule {}
