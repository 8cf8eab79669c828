import { z } from 'zod';

const finite = z.number();
const positive = z.number().positive();

/** What becomes of a value before the model sees it; `fitted` stands for what a manifest may leave to the reference. */
const preprocessingOf = <T extends z.ZodType>(fitted: (number: z.ZodNumber) => T) =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('standardize').describe('(x - mean) / deviation'),
      mean: fitted(finite),
      deviation: fitted(positive),
      log1p: z.boolean().optional().describe('ln(1 + x) first'),
    }),
    z.strictObject({
      kind: z.literal('min-max').describe('(x - minimum) / (maximum - minimum)'),
      minimum: fitted(finite),
      maximum: fitted(finite),
      log1p: z.boolean().optional().describe('ln(1 + x) first'),
    }),
    z.strictObject({ kind: z.literal('log1p').describe('ln(1 + x)') }),
    z.strictObject({
      kind: z.literal('buckets').describe('How many edges are at or below x'),
      edges: z.array(finite).min(1),
    }),
    z.strictObject({
      kind: z.literal('one-hot').describe('A column a category, in their order'),
      unknown: z.enum(['zeros', 'column', 'refuse']).optional(),
      missing: z.enum(['zeros', 'column']).optional(),
    }),
  ]);

export const declaredPreprocessingSchema = preprocessingOf((number) => number.optional());

const featureSchema = z.object({
  name: z.string().min(1),
  type: z.enum(['number', 'integer', 'boolean', 'category']),
  required: z.boolean(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  categories: z.array(z.string()).optional(),
  default: z.union([z.number(), z.boolean(), z.string()]).optional(),
  preprocessing: preprocessingOf((number) => number).optional(),
  unit: z.string().optional(),
  description: z.string().optional(),
  personal: z.boolean().optional(),
});

const modelInputSchema = z.object({
  name: z.string().min(1),
  elementType: z.enum(['float', 'double', 'float16', 'int64', 'int32', 'bool', 'string']),
  features: z.array(z.string()).min(1),
  rowShape: z.array(z.number().int().positive()).optional(),
});

const modelOutputSchema = z.object({
  scoreTensor: z.string().min(1),
  scoreColumn: z.number().int().nonnegative(),
  classes: z.array(z.string()),
  positiveClass: z.string().nullable(),
  threshold: z.number(),
  kind: z.enum(['score', 'label']).optional(),
  transform: z.enum(['sigmoid', 'softmax']).optional(),
  complement: z.boolean().optional(),
});

const protectedAttributeSchema = z.object({
  name: z.string().min(1),
  source: z.enum(['feature', 'attribute']),
  bands: z.array(z.number()).optional(),
});

/** The typed contract of a model version: request schema, encoding, drift bins and fairness groups come from it. */
export const signatureSchema = z.object({
  schemaVersion: z.literal(1),
  task: z.enum(['binary', 'multiclass', 'regression']),
  features: z.array(featureSchema).min(1),
  inputs: z.array(modelInputSchema).min(1),
  output: modelOutputSchema,
  label: z.string(),
  batchRows: z.number().int().positive().optional(),
  protectedAttributes: z.array(protectedAttributeSchema),
});
export type SignatureContract = z.infer<typeof signatureSchema>;
