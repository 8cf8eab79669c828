import { z } from 'zod';

const featureSchema = z.object({
  name: z.string().min(1),
  type: z.enum(['number', 'integer', 'boolean', 'category']),
  required: z.boolean(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  categories: z.array(z.string()).optional(),
  default: z.union([z.number(), z.boolean(), z.string()]).optional(),
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
