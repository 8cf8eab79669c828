import { z } from 'zod';

/** Times are event times, so a replay from row order behaves like the real clock. */
export const monitorPolicySchema = z.object({
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
