import { z } from 'zod';
import { rolloutPolicySchema } from '../policies/rollout-policy';
import { digestSchema, lineageSchema, metricIntervalSchema } from './lineage';
import { signatureSchema } from './signature';
import { toldSignatureFields } from './told-signature';

/** It stands in URLs, metric labels and file names, and is as wide as MLflow users name models. */
export const modelNameSchema = z
  .string()
  .regex(
    /^(?=.{1,128}$)[A-Za-z0-9][A-Za-z0-9._-]*(?: +[A-Za-z0-9._-]+)*$/,
    'a model name is 1 to 128 letters, digits, dots, dashes, underscores and spaces inside, beginning with a letter or digit',
  );

/** Part `manifest` of POST models/{m}/versions. What is left out is read from the graph and the reference data. */
export const versionManifestSchema = z.object({
  signature: signatureSchema.optional(),
  label: z.string().optional(),
  ...toldSignatureFields,
  drop: z.array(z.string()).default([]),
  protected: z.array(z.string()).default([]),
  metrics: z.record(z.string(), z.number()).default({}),
  metricIntervals: z.record(z.string(), metricIntervalSchema).default({}),
  lineage: lineageSchema.default({}),
  /** Compared with what arrived. */
  artifactDigest: digestSchema.optional(),
  /** By the file's name. */
  fileDigests: z.record(z.string(), digestSchema).default({}),
  description: z.string().default(''),
  owner: z.string().default(''),
  simulated: z.boolean().default(false),
  source: z.record(z.string(), z.unknown()).default({}),
  bornBecause: z.string().default('pushed by hand'),
});
export type VersionManifest = z.infer<typeof versionManifestSchema>;

export const promoteBodySchema = z.object({ version: z.number().int().positive(), reason: z.string().min(3) });
export const rollbackBodySchema = z.object({ reason: z.string().min(3) });
export const startRolloutBodySchema = z.object({
  version: z.number().int().positive(),
  strategy: z.enum(['canary', 'blue-green', 'shadow', 'ab']).default('canary'),
  steps: z.array(z.number().gt(0).lte(100)).min(1).optional().describe('Of a canary; left out, as the policy says.'),
  arms: z
    .array(
      z.object({
        name: z.string().min(1).max(40),
        version: z.number().int().positive(),
        sharePercent: z.number().gt(0).lt(100),
      }),
    )
    .min(1)
    .max(8)
    .optional()
    .describe('Of an A/B test; the champion keeps what is left. Left out: the version with half of the requests.'),
  reason: z.string().min(3).default('started by hand'),
});
export const simulateRolloutBodySchema = z.object({
  version: z.number().int().positive(),
  against: z.number().int().positive().optional().describe('Left out: the champion.'),
  policy: rolloutPolicySchema.optional().describe("Left out: the model's."),
  from: z.iso.datetime({ offset: true }).optional().describe('When the predictions were recorded.'),
  to: z.iso.datetime({ offset: true }).optional(),
});
export const reasonBodySchema = z.object({ reason: z.string().min(3) });
export const promoteRolloutBodySchema = reasonBodySchema.extend({
  arm: z.string().optional().describe('Of an A/B test with several arms: the one that becomes champion.'),
});
