import { z } from 'zod';

export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/, 'a digest is SHA-256 as 64 lower-case hex digits');

export const metricIntervalSchema = z.object({
  low: z.number(),
  high: z.number(),
  level: z.number().gt(0).lt(1),
  rows: z.number().int().nonnegative(),
  method: z.string().min(1),
  on: z.string().min(1),
});
export type MetricInterval = z.infer<typeof metricIntervalSchema>;

/** What a version was made from. Nothing is required: what nobody told is not made up. */
export const lineageSchema = z.strictObject({
  data: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        digest: digestSchema,
        rows: z.number().int().nonnegative().optional(),
      }),
    )
    .optional(),
  trainer: z.strictObject({ name: z.string().min(1), version: z.string().optional() }).optional(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  parentVersion: z.number().int().positive().optional(),
  codeCommit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/, 'a commit is 7 to 64 lower-case hex digits')
    .optional(),
  runId: z.string().min(1).optional(),
});
export type Lineage = z.infer<typeof lineageSchema>;
