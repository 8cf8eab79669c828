import { z } from 'zod';
import { DOMAIN_EVENT_KINDS } from '../events/domain-event-kinds';

/** Of the test delivery that an admin asks for; every other type is a kind of domain event. */
export const WEBHOOK_TEST_EVENT = 'webhook.test';

const eventPatternSchema = z
  .string()
  .max(64)
  .refine(
    (pattern) =>
      pattern === '*' || DOMAIN_EVENT_KINDS.some((kind) => kind === pattern || pattern === `${kind.split('.')[0]}.*`),
    {
      error: ({ input }) =>
        `there is no event ${String(input)}: take one of ${DOMAIN_EVENT_KINDS.join(', ')}, a group such as alert.*, or *`,
    },
  );

const modelPatternSchema = z.string().min(1).max(128);

export const newWebhookBodySchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'expected a URL such as https://hooks.example.com/plumbline' }).max(2_000),
  description: z.string().max(200).default(''),
  events: z.array(eventPatternSchema).min(1).max(50).default(['alert.*']),
  models: z.array(modelPatternSchema).min(1).max(100).default(['*']),
});
export type NewWebhookBody = z.output<typeof newWebhookBodySchema>;

export const rotateWebhookBodySchema = z.strictObject({
  overlapHours: z.number().min(0).max(168).default(24).describe('So long the old secret signs beside the new one.'),
});
