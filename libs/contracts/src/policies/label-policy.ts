import { z } from 'zod';

export const labelPolicySchema = z.object({
  horizonMs: z
    .number()
    .int()
    .positive()
    .default(30 * 86_400_000)
    .describe('How long after its prediction an outcome may be observed.'),
  onTimeout: z
    .enum(['censored', 'negative'])
    .default('censored')
    .describe('What a row without an outcome is after the horizon: unknown, or a negative.'),
});
