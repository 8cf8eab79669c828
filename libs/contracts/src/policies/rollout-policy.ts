import { z } from 'zod';

export const rolloutPolicySchema = z.object({
  steps: z
    .array(z.number().gt(0).lte(100))
    .min(1)
    .default([10, 25, 50, 100])
    .describe('Candidate shares in percent, growing; reaching 100 promotes.'),
  minimumStepPredictions: z
    .number()
    .int()
    .nonnegative()
    .default(250)
    .describe('A step lasts at least so many predictions.'),
  minimumStepMs: z.number().int().nonnegative().default(0).describe('A step lasts at least this long.'),
  paired: z
    .boolean()
    .default(true)
    .describe('Both versions score every request while the rollout runs; only one answers.'),
  minimumLabelled: z.number().int().nonnegative().default(100).describe('Fewer labelled rows hold the step.'),
  alpha: z.number().gt(0).lt(0.5).default(0.05).describe('Chance of a false verdict over the whole rollout.'),
  tuningN: z.number().int().positive().default(500).describe('Rows at which the confidence sequence is tightest.'),
  logLossMargin: z
    .number()
    .nonnegative()
    .default(0.03)
    .describe('Nats of log loss that the candidate may be worse by.'),
  logLossRole: z
    .enum(['gate', 'guardrail'])
    .default('gate')
    .describe('gate: must be shown not worse than the margin. guardrail: goes on unless shown worse.'),
  onNewCandidate: z
    .enum(['refuse', 'supersede'])
    .default('supersede')
    .describe('What an open rollout does when a newer candidate is to be rolled out.'),
});
