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
  confidence: z.number().gt(0.5).lt(1).default(0.95),
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
  tuningN: z.number().int().positive().default(500),
  logLossMargin: z.number().nonnegative().default(0.03),
  /** gate: must be shown not worse than the margin. guardrail: goes on unless shown worse. */
  logLossRole: z.enum(['gate', 'guardrail']).default('gate'),
  onNewCandidate: z.enum(['refuse', 'supersede']).default('supersede'),
});

export const retrainingPolicySchema = z.object({
  enabled: z.boolean().default(true),
  triggers: z
    .array(z.enum(['drift', 'performance', 'fairness', 'schedule', 'labels', 'person']))
    .default(['drift', 'performance', 'person']),
  /** Labels recorded since the last run was started: fewer would teach nothing new. */
  minimumNewLabels: z.number().int().nonnegative().default(500),
  cooldownPredictions: z.number().int().nonnegative().default(2_000),
  /** The shorter cool-down when the realised loss is at least `urgentRatio` times the one expected at birth. */
  urgentCooldownPredictions: z.number().int().nonnegative().default(1_000),
  urgentRatio: z.number().gt(1).default(2),
  cooldownMs: z.number().int().nonnegative().default(0),
  /** A rollout still undecided after so many predictions may be superseded by a newer candidate. */
  supersedeRolloutAfter: z.number().int().nonnegative().default(2_500),
  budgetRuns: z.number().int().positive().default(50),
  slidingRows: z.number().int().positive().default(12_000),
  /** Rows lose half their weight every so many rows of age; 0 switches weighting off. */
  halfLifeRows: z.number().int().nonnegative().default(4_000),
  holdoutRecentRows: z.number().int().positive().default(3_000),
  holdoutShare: z.number().gt(0).lt(0.9).default(0.25),
  trainer: z.enum(['boosting', 'logistic']).default('boosting'),
  /** Small trees and few features a tree: what generalises to next month matters more than the fit to last month. */
  parameters: z
    .record(z.string(), z.number())
    .default({ trees: 60, learningRate: 0.05, maxLeaves: 7, l2: 1, featureFraction: 0.3 }),
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
