import { z } from 'zod';

export const MAX_INSTANCES = 10_000;

/**
 * POST /v1/models/{model}:predict. The envelope only: instances are checked by a validator compiled from the signature.
 * `times[i]` is the event time of row i (default: now); `parameters.version` pins a version and, with
 * `parameters.record: false` (role engineer or admin), asks it without leaving an event; `parameters.timeoutMs` is how long
 * the request may wait to be run, where that is less than the service allows.
 */
export const predictBodySchema = z.object({
  instances: z.array(z.record(z.string(), z.unknown())).min(1).max(MAX_INSTANCES),
  subjects: z.array(z.string().min(1).max(256)).optional(),
  attributes: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))).optional(),
  times: z.array(z.iso.datetime({ offset: true })).optional(),
  parameters: z
    .object({
      version: z.string().optional(),
      record: z.boolean().optional(),
      timeoutMs: z.number().gt(0).optional(),
    })
    .loose()
    .optional(),
});
export type PredictBody = z.infer<typeof predictBodySchema>;

/**
 * Binary: `score` is the probability of the positive class, or 1 and 0 where the model gives only labels. Multiclass:
 * `score` is the probability of `label`; without probabilities there is only `label`. Regression: `value`. With
 * `holdout: true` there is none of them: the subject is held out to learn what the model's actions are worth, so do what
 * would be done without a model.
 */
export interface PredictedRow {
  predictionId: string;
  modelVersion: string;
  holdout?: true;
  score?: number;
  label?: string;
  /** By class name. */
  probabilities?: Record<string, number>;
  value?: number;
}
export interface PredictResponse {
  model: string;
  predictions: PredictedRow[];
}
