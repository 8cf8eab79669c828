import { z } from 'zod';

/** What happened in the end. Accepted bare or as a CloudEvent of type `plumbline.outcome.v1`. */
export const outcomeEventSchema = z
  .object({
    model: z.string().min(1),
    predictionId: z.string().min(1).optional(),
    subject: z.string().min(1).optional(),
    label: z.union([z.string(), z.number(), z.boolean()]),
    observedAt: z.iso.datetime({ offset: true }),
    value: z.number().optional(),
    revision: z.number().int().nonnegative().optional(),
  })
  .refine((event) => event.predictionId !== undefined || event.subject !== undefined, {
    message: 'give `predictionId`, or `subject` to join the latest prediction about that subject',
    path: ['predictionId'],
  });
export type OutcomeEvent = z.infer<typeof outcomeEventSchema>;
export const OUTCOME_EVENT_TYPE = 'plumbline.outcome.v1';

export const outcomesBodySchema = z.object({ outcomes: z.array(z.unknown()).min(1).max(10_000) });
