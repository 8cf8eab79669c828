import { Module } from '@nestjs/common';
import { PromoteVersion, RollbackChampion, SetAlias, type RegistryUnitOfWork } from '@plumbline/registry-core';
import { Announcer } from '../wiring/announcer';
import { REGISTRY_UNIT_OF_WORK } from '../wiring/tokens';
import { AliasChangeNotice } from './alias-change-notice';
import { AliasesController } from './aliases.controller';
import { PromotionController } from './promotion.controller';

const onUnitOfWork = <T>(useCase: new (unitOfWork: RegistryUnitOfWork) => T) => ({
  provide: useCase,
  inject: [REGISTRY_UNIT_OF_WORK],
  useFactory: (unitOfWork: RegistryUnitOfWork) => new useCase(unitOfWork),
});

@Module({
  controllers: [AliasesController, PromotionController],
  providers: [
    onUnitOfWork(SetAlias),
    onUnitOfWork(PromoteVersion),
    onUnitOfWork(RollbackChampion),
    {
      provide: AliasChangeNotice,
      inject: [Announcer],
      useFactory: (announcer: Announcer) => new AliasChangeNotice(announcer),
    },
  ],
})
export class AliasesModule {}
