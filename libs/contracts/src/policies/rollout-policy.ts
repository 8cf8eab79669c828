import { z } from 'zod';

const metricRuleSchema = z.object({
  metric: z.enum([
    'log_loss',
    'accuracy',
    'auc',
    'absolute_error',
    'business_value',
    'score_difference',
    'label_flips',
    'selection_gap',
    'error_rate',
    'data_errors',
    'latency_p50',
    'latency_p95',
    'latency_p99',
  ]),
  role: z
    .enum(['guardrail', 'gate', 'signal', 'dry_run'])
    .describe(
      'guardrail: shown worse rolls back. gate: must also be shown not worse. signal: shown worse pauses. dry_run: recorded only.',
    ),
  margin: z
    .number()
    .nonnegative()
    .describe(
      "Harm that is accepted, in the metric's unit; of latencies and absolute error a share of the champion's.",
    ),
  alpha: z.number().gt(0).lt(0.5).optional().describe("Chance of a false verdict; left out, the policy's."),
  tuningN: z.number().int().positive().optional(),
  minimumObservations: z
    .number()
    .int()
    .nonnegative()
    .optional()
    .describe('Fewer hold the step where the metric is a guardrail or a gate; 100, of log loss minimumLabelled.'),
  attribute: z.string().min(1).optional().describe('Of selection_gap: the protected attribute.'),
});

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'expected HH:MM, such as 16:30');
const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const freezeWindowSchema = z.object({
  weekdays: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).min(1),
  from: timeOfDay.default('00:00'),
  to: timeOfDay.default('24:00').describe('Not after `from`: on the next day.'),
  timeZone: z.string().refine(isTimeZone, 'expected an IANA time zone, such as Europe/Berlin').default('UTC'),
});

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
  metrics: z
    .array(metricRuleSchema)
    .default([
      { metric: 'error_rate', role: 'gate', margin: 0.01, tuningN: 500 },
      { metric: 'latency_p95', role: 'dry_run', margin: 0.5 },
    ])
    .describe(
      'What is judged beside the quality of the answers. A rule for log_loss (accuracy of labels, absolute_error of numbers) comes instead of the one above.',
    ),
  freezeWindows: z.array(freezeWindowSchema).default([]).describe('When no step is taken; roll-backs always are.'),
  shadowSamplePercent: z.number().gt(0).lte(100).default(100).describe('Share of the requests that a shadow scores.'),
  abDurationMs: z
    .number()
    .int()
    .nonnegative()
    .default(0)
    .describe('An A/B test ends after this time; 0: when its gates have decided.'),
});
