import { Module } from '@nestjs/common';
import type { PrismaDatabase } from '@plumbline/platform';
import type { AuditTrailFactory } from '@plumbline/registry-adapters';
import { Announcer } from '../wiring/announcer';
import { AUDIT_TRAIL_FACTORY, DATABASE } from '../wiring/tokens';
import { AlertDesk } from './alert-desk';
import { AlertsController } from './alerts.controller';
import { SilencesController } from './silences.controller';

@Module({
  controllers: [AlertsController, SilencesController],
  providers: [
    {
      provide: AlertDesk,
      inject: [DATABASE, AUDIT_TRAIL_FACTORY, Announcer],
      useFactory: (prisma: PrismaDatabase, auditIn: AuditTrailFactory, announcer: Announcer) =>
        new AlertDesk(prisma, auditIn, announcer),
    },
  ],
})
export class AlertsModule {}
