import { z } from 'zod';

export const gatePolicySchema = z.object({
  minimumHoldout: z.number().int().min(50).default(200).describe('Fewer hold-out rows are not enough evidence.'),
  logLossMargin: z
    .number()
    .nonnegative()
    .default(0.02)
    .describe('Upper bound of candidate minus champion, log loss in nats on the same hold-out rows, is at most this.'),
  confidence: z.number().gt(0.5).lt(1).default(0.95).describe('Confidence of the gate intervals.'),
  minimumAuc: z.number().min(0).max(1).default(0.5).describe('Least area under the ROC curve on the hold-out rows.'),
  fairnessMinimumRatio: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe("Worst group's selection rate over the best's; 0 switches the gate off."),
  maximumBytes: z.number().int().positive().default(50_000_000).describe('Largest model file.'),
});
