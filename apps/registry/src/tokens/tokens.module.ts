import { Module } from '@nestjs/common';
import type { PrismaDatabase } from '@plumbline/platform';
import type { AuditTrailFactory } from '@plumbline/registry-adapters';
import { AUDIT_TRAIL_FACTORY, DATABASE } from '../wiring/tokens';
import { IssueToken } from './issue-token';
import { RevokeToken } from './revoke-token';
import { TokenListQuery } from './token-list.query';
import { TokensController } from './tokens.controller';

const audited = <T>(useCase: new (prisma: PrismaDatabase, auditIn: AuditTrailFactory) => T) => ({
  provide: useCase,
  inject: [DATABASE, AUDIT_TRAIL_FACTORY],
  useFactory: (prisma: PrismaDatabase, auditIn: AuditTrailFactory) => new useCase(prisma, auditIn),
});

@Module({
  controllers: [TokensController],
  providers: [
    audited(IssueToken),
    audited(RevokeToken),
    {
      provide: TokenListQuery,
      inject: [DATABASE],
      useFactory: (prisma: PrismaDatabase) => new TokenListQuery(prisma),
    },
  ],
})
export class TokensModule {}
