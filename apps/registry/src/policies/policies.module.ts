import { Module } from '@nestjs/common';
import { PutPolicy, type RegistryUnitOfWork } from '@plumbline/registry-core';
import { ApprovalsModule } from '../approvals/approvals.module';
import { REGISTRY_UNIT_OF_WORK } from '../wiring/tokens';
import { PoliciesController } from './policies.controller';

@Module({
  imports: [ApprovalsModule],
  controllers: [PoliciesController],
  providers: [
    {
      provide: PutPolicy,
      inject: [REGISTRY_UNIT_OF_WORK],
      useFactory: (unitOfWork: RegistryUnitOfWork) => new PutPolicy(unitOfWork),
    },
  ],
})
export class PoliciesModule {}
