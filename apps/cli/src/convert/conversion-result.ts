import { z } from 'zod';

const tensorSchema = z.object({
  name: z.string().max(500),
  type: z.string().max(100),
  shape: z.array(z.number().nullable()).max(10),
});

const text = z.string().max(4000);

/** What `convert.py` answers. It ran the pickle: every field is checked, none is believed beyond what it can cost. */
export const conversionSchema = z.object({
  estimator: text,
  family: text,
  warnings: z.array(text).max(100),
  versions: z.record(z.string().max(100), z.string().max(100)),
  opset: z.record(z.string().max(100), z.number()),
  inputs: z.array(tensorSchema).max(10_000),
  outputs: z.array(tensorSchema).max(100),
  comparison: z.object({
    task: z.enum(['binary', 'multiclass', 'regression']),
    classes: z.array(text).max(10_000).nullable(),
    rows: z.number().int().positive(),
    generated: z.boolean(),
    tolerance: z.number(),
    /** relative: |a - b| / max(1, |a|); probability: the largest |a - b| of a row; labels: how many differ. */
    measure: z.enum(['probability', 'relative', 'labels']),
    maxDifference: z.number().nullable(),
    rowsBeyond: z.number().int().nonnegative(),
    worstRow: z.number().int().nonnegative().nullable(),
    labelsDiffer: z.number().int().nonnegative().nullable(),
    within: z.boolean(),
  }),
});
export type Conversion = z.infer<typeof conversionSchema>;

export const convertAnswerSchema = z.union([
  z.object({ done: conversionSchema }),
  z.object({ refused: z.object({ code: z.string().max(100), message: text }) }),
]);

export const scanSchema = z.object({
  families: z.array(z.enum(['sklearn', 'lightgbm', 'xgboost', 'catboost'])),
  strangers: z.array(text),
  sklearnVersions: z.array(z.string().max(100)).max(1000),
  fault: text.optional(),
});
export type PickleScan = z.infer<typeof scanSchema>;

export const probeSchema = z.object({
  uid: z.number().int(),
  /** Version of Landlock in force; 0: none. */
  landlock: z.number().int(),
  /** Whether there is a route to anywhere. */
  network: z.boolean(),
  ownProcesses: z.boolean(),
  python: z.string().max(100),
  executable: text,
});
export type Probe = z.infer<typeof probeSchema>;
