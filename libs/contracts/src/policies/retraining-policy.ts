import { z } from 'zod';

export const retrainingPolicySchema = z.object({
  enabled: z.boolean().default(true).describe('Off: only a person starts a run.'),
  triggers: z
    .array(z.enum(['drift', 'performance', 'fairness', 'schedule', 'labels', 'person']))
    .default(['drift', 'performance', 'person'])
    .describe('What may start a run.'),
  minimumNewLabels: z
    .number()
    .int()
    .nonnegative()
    .default(500)
    .describe('Labels recorded since the last run was started: fewer would teach nothing new.'),
  cooldownPredictions: z
    .number()
    .int()
    .nonnegative()
    .default(2_000)
    .describe('Predictions between the starts of two runs.'),
  urgentCooldownPredictions: z
    .number()
    .int()
    .nonnegative()
    .default(1_000)
    .describe('The shorter cool-down when the loss has risen by `urgentRatio`.'),
  urgentRatio: z.number().gt(1).default(2).describe('Realised loss over the loss expected at birth that is urgent.'),
  cooldownMs: z.number().int().nonnegative().default(0).describe('Time between the starts of two runs.'),
  supersedeRolloutAfter: z
    .number()
    .int()
    .nonnegative()
    .default(2_500)
    .describe('A rollout still undecided after so many predictions may be superseded by a newer candidate.'),
  budgetRuns: z.number().int().positive().default(50).describe('Most runs without a person asking.'),
  slidingRows: z.number().int().positive().default(12_000).describe('The latest so many rows are learnt from.'),
  halfLifeRows: z
    .number()
    .int()
    .nonnegative()
    .default(4_000)
    .describe('Rows lose half their weight every so many rows of age; 0 switches weighting off.'),
  holdoutRecentRows: z
    .number()
    .int()
    .positive()
    .default(3_000)
    .describe('The hold-out is taken from the latest so many rows.'),
  holdoutShare: z.number().gt(0).lt(0.9).default(0.25).describe('Share of those rows that is held out.'),
  trainer: z.enum(['boosting', 'logistic']).default('boosting').describe('Built-in trainer.'),
  parameters: z
    .record(z.string(), z.number())
    .default({ trees: 60, learningRate: 0.05, maxLeaves: 7, l2: 1, featureFraction: 0.3 })
    .describe(
      'Of the trainer. Small trees and few features a tree: what generalises to next month matters more than the fit to last month.',
    ),
  action: z
    .enum(['register', 'canary'])
    .default('canary')
    .describe('What becomes of a candidate that passes its gates: registered only, or rolled out.'),
});
