import { Module } from '@nestjs/common';
import { PutDocument, ReadDocument, type RegistryUnitOfWork } from '@plumbline/registry-core';
import { ApprovalsModule } from '../approvals/approvals.module';
import { REGISTRY_UNIT_OF_WORK } from '../wiring/tokens';
import { DocumentsController } from './documents.controller';

@Module({
  imports: [ApprovalsModule],
  controllers: [DocumentsController],
  providers: [
    {
      provide: PutDocument,
      inject: [REGISTRY_UNIT_OF_WORK],
      useFactory: (unitOfWork: RegistryUnitOfWork) => new PutDocument(unitOfWork),
    },
    {
      provide: ReadDocument,
      inject: [REGISTRY_UNIT_OF_WORK],
      useFactory: (unitOfWork: RegistryUnitOfWork) => new ReadDocument(unitOfWork),
    },
  ],
})
export class DocumentsModule {}
