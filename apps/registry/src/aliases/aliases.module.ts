import { Module } from '@nestjs/common';
import type { PrismaDatabase } from '@plumbline/platform';
import { AliasViewsQuery } from '@plumbline/registry-adapters';
import {
  CorrectAlias,
  ProposeMove,
  RemoveAlias,
  RollbackChampion,
  type RegistryUnitOfWork,
} from '@plumbline/registry-core';
import { ApprovalNotice } from '../approvals/approval-notice';
import { ApprovalsModule } from '../approvals/approvals.module';
import { DATABASE, REGISTRY_UNIT_OF_WORK } from '../wiring/tokens';
import { AliasChangeNotice } from './alias-change-notice';
import { AliasesController } from './aliases.controller';
import { MoveDesk } from './move-desk';
import { PromotionController } from './promotion.controller';

const onUnitOfWork = <T>(useCase: new (unitOfWork: RegistryUnitOfWork) => T) => ({
  provide: useCase,
  inject: [REGISTRY_UNIT_OF_WORK],
  useFactory: (unitOfWork: RegistryUnitOfWork) => new useCase(unitOfWork),
});

@Module({
  imports: [ApprovalsModule],
  controllers: [AliasesController, PromotionController],
  providers: [
    onUnitOfWork(CorrectAlias),
    onUnitOfWork(RemoveAlias),
    {
      provide: AliasViewsQuery,
      inject: [DATABASE],
      useFactory: (prisma: PrismaDatabase) => new AliasViewsQuery(prisma),
    },
    {
      provide: MoveDesk,
      inject: [REGISTRY_UNIT_OF_WORK, AliasChangeNotice, ApprovalNotice],
      useFactory: (unitOfWork: RegistryUnitOfWork, notice: AliasChangeNotice, approvals: ApprovalNotice) =>
        new MoveDesk(new ProposeMove(unitOfWork), new RollbackChampion(unitOfWork), notice, approvals),
    },
  ],
})
export class AliasesModule {}
