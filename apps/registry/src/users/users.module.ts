import { Module } from '@nestjs/common';
import type { PrismaDatabase } from '@plumbline/platform';
import type { AuditTrailFactory } from '@plumbline/registry-adapters';
import { AUDIT_TRAIL_FACTORY, DATABASE } from '../wiring/tokens';
import { UserAccounts } from './user-accounts';
import { UsersController } from './users.controller';

@Module({
  controllers: [UsersController],
  providers: [
    {
      provide: UserAccounts,
      inject: [DATABASE, AUDIT_TRAIL_FACTORY],
      useFactory: (prisma: PrismaDatabase, auditIn: AuditTrailFactory) => new UserAccounts(prisma, auditIn),
    },
  ],
})
export class UsersModule {}
