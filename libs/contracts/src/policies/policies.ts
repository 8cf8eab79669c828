import { z } from 'zod';
import { aliasNameSchema } from '../registry/aliases';

/** Nobody who may only look or only predict decides what serves. */
const APPROVER_ROLES = ['engineer', 'approver', 'admin'] as const;

/** Times are event times, so a replay from row order behaves like the real clock. */
const monitorPolicySchema = z.object({
  windowMs: z.number().int().min(1_000).default(300_000).describe('Length of a window, in event time.'),
  driftWindows: z.number().int().min(1).default(4).describe('The drift check merges this many latest closed windows.'),
  graceMs: z
    .number()
    .int()
    .nonnegative()
    .default(0)
    .describe('A window closes when a later event came and this long has passed in event time.'),
  minimumRows: z.number().int().min(30).default(200).describe('Fewer rows are not enough evidence for any verdict.'),
  alpha: z
    .number()
    .gt(0)
    .lt(0.5)
    .default(0.01)
    .describe('False alarm rate of a drift check, over all features together.'),
  minimumEffect: z
    .number()
    .nonnegative()
    .default(0.1)
    .describe('A feature drifts only if its effect, less what no drift would show, is at least this.'),
  driftedShare: z.number().gt(0).lte(1).default(0.1).describe('Drift of the whole: this share of the tested features.'),
  performanceMargin: z
    .number()
    .nonnegative()
    .default(0.1)
    .describe('Realised log loss whose interval lies this much above the value at birth is an alert.'),
  fairnessMinimumRatio: z.number().gt(0).lte(1).default(0.8).describe('Least ratio of selection rates between groups.'),
  fairnessMinimumGroup: z.number().int().min(10).default(100).describe('Smaller groups are suppressed, not judged.'),
});

const labelPolicySchema = z.object({
  horizonMs: z
    .number()
    .int()
    .positive()
    .default(30 * 86_400_000)
    .describe('How long after its prediction an outcome may be observed.'),
  onTimeout: z
    .enum(['censored', 'negative'])
    .default('censored')
    .describe('What a row without an outcome is after the horizon: unknown, or a negative.'),
});

const gatePolicySchema = z.object({
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

const rolloutPolicySchema = z.object({
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

const retrainingPolicySchema = z.object({
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

const aliasProtectionSchema = z.object({
  alias: aliasNameSchema.describe('Alias that only approvals move, such as champion.'),
  approvals: z.number().int().min(1).max(20).default(2).describe('Distinct people, not counting who asks.'),
  roles: z.array(z.enum(APPROVER_ROLES)).min(1).default(['approver', 'admin']).describe('Whose approval counts.'),
});

const aliasPolicySchema = z.object({
  protected: z
    .array(aliasProtectionSchema)
    .max(50)
    .refine((all) => new Set(all.map(({ alias }) => alias)).size === all.length, 'an alias is named twice')
    .default([])
    .describe('Aliases that take approvals by other people to move. Protecting less than before takes an admin.'),
  rollbackNeedsApproval: z
    .boolean()
    .default(false)
    .describe('Off: going back to the previous champion is an emergency brake that waits for nobody.'),
});

const servingPolicySchema = z.object({
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

export const POLICY_SCHEMAS = {
  monitor: monitorPolicySchema,
  label: labelPolicySchema,
  gate: gatePolicySchema,
  rollout: rolloutPolicySchema,
  retraining: retrainingPolicySchema,
  aliases: aliasPolicySchema,
  serving: servingPolicySchema,
} as const;

export type PolicyKind = keyof typeof POLICY_SCHEMAS;
export type Policy<K extends PolicyKind> = z.infer<(typeof POLICY_SCHEMAS)[K]>;

/** The policy in force when nobody has written one. */
export function defaultPolicy<K extends PolicyKind>(kind: K): Policy<K> {
  return POLICY_SCHEMAS[kind].parse({}) as Policy<K>;
}
