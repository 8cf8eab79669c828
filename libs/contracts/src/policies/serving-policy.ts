import { z } from 'zod';

export const servingPolicySchema = z.object({
  unknownFields: z
    .enum(['refuse', 'ignore'])
    .default('refuse')
    .describe('A field of an instance that is no feature: the request is refused, or the field is not looked at.'),
  whenSpoolIsFull: z
    .enum(['refuse', 'drop'])
    .default('refuse')
    .describe(
      'The event of a prediction can not be kept, since the disk or the spool is full: nothing is predicted, or the prediction is given and its event is lost, counted in prediction_events_dropped_total.',
    ),
  requestLog: z
    .enum(['off', 'errors', 'sampled', 'all'])
    .default('errors')
    .describe(
      'Log line of a request: of none, of those that were refused, of these and a share of the answered ones, or of all. Every answered prediction leaves an event anyway, so that a line on each is seldom needed.',
    ),
  requestLogSampleRate: z
    .number()
    .min(0)
    .max(1)
    .default(0.01)
    .describe(
      'Share of the answered requests that is logged under `sampled`; a prediction id is always in it or never.',
    ),
  requestLogPayload: z
    .boolean()
    .default(false)
    .describe('Log the values of features too, but never of those that the signature calls personal or protected.'),
});
