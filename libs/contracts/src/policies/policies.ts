import { z } from 'zod';

/** Windows and drift. Times are event times, so a replay from row order behaves like the real clock. */
export const monitorPolicySchema = z.object({
  windowMs: z.number().int().min(1_000).default(300_000),
  /** The drift check reads this many latest closed windows, merged. */
  driftWindows: z.number().int().min(1).default(4),
  /** A window is closed when a later event came and this long has passed in event time. */
  graceMs: z.number().int().nonnegative().default(0),
  minimumRows: z.number().int().min(30).default(200),
  alpha: z.number().gt(0).lt(0.5).default(0.01),
  minimumEffect: z.number().nonnegative().default(0.1),
  /** Drift of the whole: this share of the tested features must drift. */
  driftedShare: z.number().gt(0).lte(1).default(0.1),
  /** Realised log loss on matured labels this much above the value at birth (lower bound of the interval) is an alert. */
  performanceMargin: z.number().nonnegative().default(0.1),
  fairnessMinimumRatio: z.number().gt(0).lte(1).default(0.8),
  fairnessMinimumGroup: z.number().int().min(10).default(100),
});

export const labelPolicySchema = z.object({
  horizonMs: z
    .number()
    .int()
    .positive()
    .default(30 * 86_400_000),
  onTimeout: z.enum(['censored', 'negative']).default('censored'),
});

export const gatePolicySchema = z.object({
  minimumHoldout: z.number().int().min(50).default(200),
  /** Candidate minus champion, log loss on the same hold-out rows: passes when the interval's upper bound is at most this. */
  logLossMargin: z.number().nonnegative().default(0.02),
  confidence: z.number().gt(0.5).lt(1).default(0.9),
  minimumAuc: z.number().min(0).max(1).default(0.5),
  fairnessMinimumRatio: z.number().min(0).max(1).default(0),
  maximumBytes: z.number().int().positive().default(50_000_000),
});

export const rolloutPolicySchema = z.object({
  steps: z.array(z.number().gt(0).lte(100)).min(1).default([10, 25, 50, 100]),
  minimumStepPredictions: z.number().int().nonnegative().default(250),
  minimumStepMs: z.number().int().nonnegative().default(0),
  /** Both versions score every request while the rollout runs; only one answers. */
  paired: z.boolean().default(true),
  minimumLabelled: z.number().int().nonnegative().default(100),
  alpha: z.number().gt(0).lt(0.5).default(0.05),
  tuningN: z.number().int().positive().default(1000),
  logLossMargin: z.number().nonnegative().default(0.05),
  /** gate: must be shown not worse than the margin. guardrail: goes on unless shown worse. */
  logLossRole: z.enum(['gate', 'guardrail']).default('guardrail'),
  onNewCandidate: z.enum(['refuse', 'supersede']).default('refuse'),
});

export const retrainingPolicySchema = z.object({
  enabled: z.boolean().default(true),
  triggers: z
    .array(z.enum(['drift', 'performance', 'fairness', 'schedule', 'labels', 'person']))
    .default(['drift', 'performance', 'person']),
  /** Event-time rows since the last run of this model (labels newly matured), so that a storm yields one run. */
  minimumNewLabels: z.number().int().nonnegative().default(500),
  cooldownPredictions: z.number().int().nonnegative().default(1_000),
  cooldownMs: z.number().int().nonnegative().default(0),
  budgetRuns: z.number().int().positive().default(50),
  slidingRows: z.number().int().positive().default(12_000),
  /** Rows lose half their weight every so many rows of age; 0 switches weighting off. */
  halfLifeRows: z.number().int().nonnegative().default(0),
  holdoutRecentRows: z.number().int().positive().default(2_000),
  holdoutShare: z.number().gt(0).lt(0.9).default(0.25),
  trainer: z.enum(['boosting', 'logistic']).default('boosting'),
  parameters: z.record(z.string(), z.number()).default({}),
  action: z.enum(['register', 'canary']).default('canary'),
});

export const POLICY_SCHEMAS = {
  monitor: monitorPolicySchema,
  label: labelPolicySchema,
  gate: gatePolicySchema,
  rollout: rolloutPolicySchema,
  retraining: retrainingPolicySchema,
} as const;

export type PolicyKind = keyof typeof POLICY_SCHEMAS;
export type Policy<K extends PolicyKind> = z.infer<(typeof POLICY_SCHEMAS)[K]>;

/** The policy in force when nobody has written one. */
export function defaultPolicy<K extends PolicyKind>(kind: K): Policy<K> {
  return POLICY_SCHEMAS[kind].parse({}) as Policy<K>;
}
