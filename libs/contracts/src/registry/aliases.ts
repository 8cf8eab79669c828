import { z } from 'zod';

/** As wide as MLflow's, in ASCII; the registry refuses names that read like a version. */
export const aliasNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/,
    'an alias is 1 to 255 letters, digits, dots, dashes and underscores, beginning with a letter, digit or underscore',
  )
  .refine((alias) => !/^(latest|v?\d+)$/i.test(alias), 'it reads like a version: take a word such as challenger')
  .refine((alias) => alias === 'champion' || alias.toLowerCase() !== 'champion', 'write champion in lower case');

const reason = z.string().min(3).max(2_000);
const version = z.number().int().positive();

/** PUT models/{m}/aliases/{alias}. With `effectiveAt` it corrects the past and moves nothing. */
export const aliasBodySchema = z.object({
  version,
  reason,
  effectiveAt: z.iso.datetime({ offset: true }).optional(),
});
export const removeAliasBodySchema = z.object({ reason });

/** POST approvals. */
export const approvalBodySchema = z.object({
  model: z.string().min(1).max(128),
  alias: aliasNameSchema.default('champion'),
  version,
  reason,
});
export const decisionBodySchema = z.object({ reason });
export const APPROVAL_STATES = ['open', 'approved', 'applied', 'rejected', 'withdrawn', 'void'] as const;
