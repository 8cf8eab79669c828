import { z } from 'zod';

/** Times are event times: the clock is the latest prediction of the model. */
export const labelPolicySchema = z
  .object({
    horizonMs: z
      .number()
      .int()
      .positive()
      .default(30 * 86_400_000)
      .describe('How long after its prediction an outcome may be observed.'),
    onTimeout: z
      .enum(['censored', 'negative'])
      .default('censored')
      .describe(
        'What a row without an outcome is after the horizon: unknown, or a negative. Choose negative when only positive events are sent, as with churn or clicks; binary models only.',
      ),
    maturityMs: z
      .number()
      .int()
      .nonnegative()
      .default(0)
      .describe(
        'A negative observed sooner after its prediction is provisional: it counts when this time has passed and no positive event came. 0: every outcome is final at once.',
      ),
  })
  .refine(({ horizonMs, maturityMs }) => maturityMs <= horizonMs, {
    path: ['maturityMs'],
    message: 'must not be longer than horizonMs',
  });
