import { join } from 'node:path';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { MonitoringQuery } from '@plumbline/monitoring-adapters';
import type { ArtifactStore, Logger, PrismaDatabase } from '@plumbline/platform';
import { ProcessAdmission, RegistryViewsQuery, ScratchFolder } from '@plumbline/registry-adapters';
import {
  ArchiveVersion,
  DeleteVersion,
  RegisterVersion,
  type Admission,
  type RegistryUnitOfWork,
} from '@plumbline/registry-core';
import type { RegistrySettings } from '../env';
import { MonitoringModule } from '../monitoring/monitoring.module';
import {
  ADMISSION,
  ADMISSION_SCRIPT,
  ARTIFACTS,
  DATABASE,
  LOGGER,
  REGISTRY_UNIT_OF_WORK,
  SETTINGS,
} from '../wiring/tokens';
import { ArtifactController } from './artifact.controller';
import { ModelFiguresQuery } from './model-figures.query';
import { ModelList } from './model-list';
import { ModelsController } from './models.controller';
import { profileReference } from './profile-reference';
import { RegisterUpload } from './register-upload';
import { VersionLifecycleController } from './version-lifecycle.controller';
import { VersionsController } from './versions.controller';

@Module({
  imports: [MonitoringModule],
  controllers: [ModelsController, VersionsController, ArtifactController, VersionLifecycleController],
  providers: [
    {
      provide: ScratchFolder,
      inject: [SETTINGS],
      useFactory: ({ PLUMBLINE_DATA_DIR }: RegistrySettings) => new ScratchFolder(join(PLUMBLINE_DATA_DIR, 'uploads')),
    },
    {
      provide: ADMISSION,
      inject: [SETTINGS, ADMISSION_SCRIPT],
      useFactory: ({ PLUMBLINE_DATA_DIR }: RegistrySettings, script: string) =>
        new ProcessAdmission({ script, workFolder: join(PLUMBLINE_DATA_DIR, 'admission') }),
    },
    {
      provide: RegisterVersion,
      inject: [ADMISSION, ARTIFACTS, REGISTRY_UNIT_OF_WORK],
      useFactory: (admission: Admission, artifacts: ArtifactStore, unitOfWork: RegistryUnitOfWork) =>
        new RegisterVersion({ admission, profile: profileReference, artifacts, unitOfWork }),
    },
    {
      provide: RegisterUpload,
      inject: [RegisterVersion, ScratchFolder, SETTINGS],
      useFactory: (register: RegisterVersion, scratch: ScratchFolder, { UPLOAD_MAX_BYTES }: RegistrySettings) =>
        new RegisterUpload(register, scratch, UPLOAD_MAX_BYTES),
    },
    ...[ArchiveVersion, DeleteVersion].map((UseCase) => ({
      provide: UseCase,
      inject: [REGISTRY_UNIT_OF_WORK],
      useFactory: (unitOfWork: RegistryUnitOfWork) => new UseCase(unitOfWork),
    })),
    {
      provide: ModelList,
      inject: [RegistryViewsQuery, MonitoringQuery, DATABASE],
      useFactory: (views: RegistryViewsQuery, monitoring: MonitoringQuery, prisma: PrismaDatabase) =>
        new ModelList(views, new ModelFiguresQuery(monitoring, prisma)),
    },
  ],
  exports: [ADMISSION, DeleteVersion, RegisterVersion, ScratchFolder],
})
export class ModelsModule implements OnModuleInit {
  constructor(
    @Inject(ScratchFolder) private readonly scratch: ScratchFolder,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** What an upload that was killed with its process left behind. */
  async onModuleInit(): Promise<void> {
    const removed = await this.scratch.removeLeftovers();
    if (removed > 0) this.logger.info({ removed }, 'folders of interrupted uploads were removed');
  }
}
