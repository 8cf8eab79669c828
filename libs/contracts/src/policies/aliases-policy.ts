import { z } from 'zod';
import { aliasNameSchema } from '../registry/aliases';

/** Nobody who may only look or only predict decides what serves. */
const APPROVER_ROLES = ['engineer', 'approver', 'admin'] as const;

const aliasProtectionSchema = z.object({
  alias: aliasNameSchema.describe('Alias that only approvals move, such as champion.'),
  approvals: z.number().int().min(1).max(20).default(2).describe('Distinct people, not counting who asks.'),
  roles: z.array(z.enum(APPROVER_ROLES)).min(1).default(['approver', 'admin']).describe('Whose approval counts.'),
});

export const aliasPolicySchema = z.object({
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
