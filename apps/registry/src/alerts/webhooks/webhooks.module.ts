import { Module } from '@nestjs/common';
import { Receivers, SecretBox, WebhooksStore } from '@plumbline/monitoring-adapters';
import type { PrismaDatabase } from '@plumbline/platform';
import type { AuditTrailFactory } from '@plumbline/registry-adapters';
import type { RegistrySettings } from '../../env';
import { AUDIT_TRAIL_FACTORY, DATABASE, SETTINGS } from '../../wiring/tokens';
import { WebhookDesk } from './webhook-desk';
import { WebhooksController } from './webhooks.controller';

@Module({
  controllers: [WebhooksController],
  providers: [
    {
      provide: WebhooksStore,
      inject: [SETTINGS],
      useFactory: async ({ PLUMBLINE_DATA_DIR }: RegistrySettings) =>
        new WebhooksStore(await SecretBox.open(PLUMBLINE_DATA_DIR)),
    },
    {
      provide: WebhookDesk,
      inject: [DATABASE, AUDIT_TRAIL_FACTORY, WebhooksStore, SETTINGS],
      useFactory: (
        prisma: PrismaDatabase,
        auditIn: AuditTrailFactory,
        webhooks: WebhooksStore,
        { WEBHOOK_ALLOWED_HOSTS }: RegistrySettings,
      ) => new WebhookDesk(prisma, auditIn, webhooks, new Receivers(WEBHOOK_ALLOWED_HOSTS)),
    },
  ],
})
export class WebhooksModule {}
