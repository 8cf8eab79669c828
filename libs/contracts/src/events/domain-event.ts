import { z } from 'zod';
import { DOMAIN_EVENT_KINDS } from './domain-event-kinds';

/** Topic plumbline.events: what changed, for the dashboard's live stream and for other systems. Never personal data. */
export const domainEventSchema = z.object({
  kind: z.enum(DOMAIN_EVENT_KINDS),
  model: z.string(),
  at: z.iso.datetime({ offset: true }),
  summary: z.string(),
  detail: z.record(z.string(), z.unknown()).default({}),
});
export type DomainEvent = z.infer<typeof domainEventSchema>;
