import { z } from 'zod';

const DAY_MS = 86_400_000;
/** Bounded, as each is counted with every row. */
const MAXIMUM_SEGMENTATIONS = 10;

const segmentSchema = z
  .object({
    by: z.array(z.string().min(1)).min(1).max(2).describe('One feature or request attribute, or two crossed.'),
    bands: z
      .record(z.string(), z.array(z.number()).min(1).max(20))
      .optional()
      .describe('Ascending edges for numbers, by name; without them every value is a segment of its own.'),
  })
  .refine(({ by }) => new Set(by).size === by.length, 'by: names one feature twice')
  .refine(
    ({ by, bands }) => Object.keys(bands ?? {}).every((name) => by.includes(name)),
    'bands: names what by does not',
  )
  .refine(
    ({ bands }) =>
      Object.values(bands ?? {}).every((edges) => edges.every((x, i) => i === 0 || x > (edges[i - 1] ?? x))),
    'bands: edges must rise',
  );

const fairnessLimitSchema = z.object({
  measure: z.enum([
    'demographicParityRatio',
    'demographicParityDifference',
    'equalOpportunityDifference',
    'falsePositiveRateDifference',
    'equalizedOddsDifference',
    'averageOddsDifference',
    'predictiveParityDifference',
  ]),
  limit: z.number().min(0).max(1),
  attribute: z.string().min(1).optional(),
});

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
  qualityTolerance: z
    .number()
    .gt(0)
    .lt(0.5)
    .default(0.01)
    .describe('Share of rows that may be missing, out of range, new or of the wrong type beyond what is expected.'),
  volumeFactor: z
    .number()
    .gt(1)
    .default(2)
    .describe(
      'A window with this many times fewer, or more, rows than usual is an alert, if chance does not explain it.',
    ),
  maximumSilenceMs: z
    .number()
    .int()
    .positive()
    .default(86_400_000)
    .describe('No prediction for longer than this, in real time, violates the data quality.'),
  performanceMargin: z
    .number()
    .nonnegative()
    .default(0.1)
    .describe('Realised log loss whose interval lies this much above the value at birth is an alert.'),
  fairnessMinimumRatio: z.number().gt(0).lte(1).default(0.8).describe('Least ratio of selection rates between groups.'),
  fairnessMinimumGroup: z.number().int().min(10).default(100).describe('Smaller groups are suppressed, not judged.'),
  fairness: z
    .array(fairnessLimitSchema)
    .max(50)
    .default([])
    .describe(
      'Further limits on the gaps between groups; of a ratio the least, of a difference the most. An intersection is named `age & sex`; without an attribute a limit is for all, and one that names the attribute goes before it.',
    ),
  segments: z
    .array(segmentSchema)
    .max(MAXIMUM_SEGMENTATIONS)
    .default([])
    .describe('Performance is kept by these segments too, from the next window on; at most 50 values of each.'),
  rollUpHoursAfterMs: z
    .number()
    .int()
    .nonnegative()
    .default(30 * DAY_MS)
    .describe('Windows older than this, behind the latest prediction, are merged into hours.'),
  rollUpDaysAfterMs: z
    .number()
    .int()
    .nonnegative()
    .default(180 * DAY_MS)
    .describe('Older ones into days.'),
  retentionMs: z
    .number()
    .int()
    .positive()
    .default(730 * DAY_MS)
    .describe('Windows older than this are deleted. Predictions and labels are not.'),
});
