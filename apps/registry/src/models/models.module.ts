import { Module } from '@nestjs/common';
import type { ArtifactStore } from '@plumbline/platform';
import { OnnxArtifactInspector, RegistryViewsQuery } from '@plumbline/registry-adapters';
import { RegisterVersion, type RegistryUnitOfWork } from '@plumbline/registry-core';
import type { Pool } from 'pg';
import { ARTIFACTS, DATABASE_POOL, REGISTRY_UNIT_OF_WORK } from '../wiring/tokens';
import { ModelFiguresQuery } from './model-figures.query';
import { ModelList } from './model-list';
import { ModelsController } from './models.controller';
import { OnnxReferenceProfiler } from './onnx-reference-profiler';
import { VersionsController } from './versions.controller';

@Module({
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
      inject: [RegistryViewsQuery, DATABASE_POOL],
      useFactory: (views: RegistryViewsQuery, pool: Pool) => new ModelList(views, new ModelFiguresQuery(pool)),
    },
  ],
})
export class ModelsModule {}
