import { Module } from '@nestjs/common';
import type { PrismaDatabase } from '@plumbline/platform';
import { ApprovalViewsQuery } from '@plumbline/registry-adapters';
import { DecideApproval, RequestApproval, type RegistryUnitOfWork } from '@plumbline/registry-core';
import { AliasChangeNotice } from '../aliases/alias-change-notice';
import { Announcer } from '../wiring/announcer';
import { DATABASE, REGISTRY_UNIT_OF_WORK } from '../wiring/tokens';
import { ApprovalNotice } from './approval-notice';
import { ApprovalsController } from './approvals.controller';
import { DecisionDesk } from './decision-desk';

@Module({
  controllers: [ApprovalsController],
  providers: [
    {
      provide: RequestApproval,
      inject: [REGISTRY_UNIT_OF_WORK],
      useFactory: (unitOfWork: RegistryUnitOfWork) => new RequestApproval(unitOfWork),
    },
    {
      provide: ApprovalViewsQuery,
      inject: [DATABASE],
      useFactory: (prisma: PrismaDatabase) => new ApprovalViewsQuery(prisma),
    },
    {
      provide: ApprovalNotice,
      inject: [Announcer],
      useFactory: (announcer: Announcer) => new ApprovalNotice(announcer),
    },
    {
      provide: AliasChangeNotice,
      inject: [Announcer, ApprovalNotice],
      useFactory: (announcer: Announcer, notice: ApprovalNotice) => new AliasChangeNotice(announcer, notice),
    },
    {
      provide: DecisionDesk,
      inject: [REGISTRY_UNIT_OF_WORK, ApprovalNotice, AliasChangeNotice],
      useFactory: (unitOfWork: RegistryUnitOfWork, notice: ApprovalNotice, aliasNotice: AliasChangeNotice) =>
        new DecisionDesk(new DecideApproval(unitOfWork), notice, aliasNotice),
    },
  ],
  exports: [ApprovalNotice, AliasChangeNotice],
})
export class ApprovalsModule {}
