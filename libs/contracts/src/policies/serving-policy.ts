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
});
