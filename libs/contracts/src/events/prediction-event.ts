import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Data of a `plumbline.prediction.v1` CloudEvent: one scored row. Version 1 is never edited, only followed by 2. */
export const predictionEventSchema = z.object({
  predictionId: z.string().min(1),
  model: z.string().min(1),
  version: z.number().int().positive(),
  subject: z.string().optional(),
  /** Values in the signature's feature order, as they were asked: category names, not codes; null is missing. */
  features: z.array(scalar),
  attributes: z.record(z.string(), scalar).optional(),
  /** Probability of the positive class, or the regression's value. */
  score: z.number(),
  label: z.string().optional(),
  /** Event time: when the row happened. */
  servedAt: z.iso.datetime({ offset: true }),
  /** There while the model has a hold-out group: whether this row's subject belongs to it, and gets no model action. */
  holdout: z.boolean().optional(),
  rollout: z.object({ id: z.string(), arm: z.enum(['champion', 'candidate']) }).optional(),
  /** What other versions say about the same row while a paired rollout runs. */
  otherScores: z.array(z.object({ version: z.number().int().positive(), score: z.number() })).optional(),
});
export type PredictionEvent = z.infer<typeof predictionEventSchema>;
export const PREDICTION_EVENT_TYPE = 'plumbline.prediction.v1';
