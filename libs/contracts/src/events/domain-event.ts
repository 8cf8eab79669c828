import { z } from 'zod';

/** Topic plumbline.events: what changed, for the dashboard's live stream and for other systems. Never personal data. */
export const domainEventSchema = z.object({
  kind: z.enum([
    'version.registered',
    'alias.changed',
    'rollout.started',
    'rollout.step',
    'rollout.ended',
    'drift.detected',
    'window.closed',
    'alert.raised',
    'training.queued',
    'training.progress',
    'training.finished',
    'retraining.suppressed',
    'policy.changed',
  ]),
  model: z.string(),
  at: z.iso.datetime({ offset: true }),
  summary: z.string(),
  detail: z.record(z.string(), z.unknown()).default({}),
});
export type DomainEvent = z.infer<typeof domainEventSchema>;
