import { z } from 'zod';
import { signatureSchema } from './signature';

/** Letters, digits, dot, dash and underscore: it stands in URLs, metric labels and file names. */
export const modelNameSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,62}$/,
    'a model name is 1 to 63 of a-z, 0-9, dot, dash, underscore, beginning with a letter or digit',
  );

/** Part `manifest` of POST models/{m}/versions. What is left out is read from the graph and the reference data. */
export const versionManifestSchema = z.object({
  signature: signatureSchema.optional(),
  label: z.string().optional(),
  positiveClass: z.string().optional(),
  drop: z.array(z.string()).default([]),
  protected: z.array(z.string()).default([]),
  metrics: z.record(z.string(), z.number()).default({}),
  description: z.string().default(''),
  owner: z.string().default(''),
  simulated: z.boolean().default(false),
  source: z.record(z.string(), z.unknown()).default({}),
  bornBecause: z.string().default('pushed by hand'),
});
export type VersionManifest = z.infer<typeof versionManifestSchema>;

export const promoteBodySchema = z.object({ version: z.number().int().positive(), reason: z.string().min(3) });
export const rollbackBodySchema = z.object({ reason: z.string().min(3) });
export const aliasBodySchema = promoteBodySchema;
export const startRolloutBodySchema = z.object({
  version: z.number().int().positive(),
  strategy: z.enum(['canary']).default('canary'),
  steps: z.array(z.number().gt(0).lte(100)).min(1).optional(),
  reason: z.string().min(3).default('started by hand'),
});
export const reasonBodySchema = z.object({ reason: z.string().min(3) });
