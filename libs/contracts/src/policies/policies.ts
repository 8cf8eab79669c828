import type { z } from 'zod';
import { alertingPolicySchema } from './alerting-policy';
import { aliasPolicySchema } from './aliases-policy';
import { gatePolicySchema } from './gate-policy';
import { impactPolicySchema } from './impact-policy';
import { labelPolicySchema } from './label-policy';
import { monitorPolicySchema } from './monitor-policy';
import { retrainingPolicySchema } from './retraining-policy';
import { rolloutPolicySchema } from './rollout-policy';
import { servingPolicySchema } from './serving-policy';

export const POLICY_SCHEMAS = {
  monitor: monitorPolicySchema,
  label: labelPolicySchema,
  gate: gatePolicySchema,
  rollout: rolloutPolicySchema,
  retraining: retrainingPolicySchema,
  aliases: aliasPolicySchema,
  serving: servingPolicySchema,
  alerting: alertingPolicySchema,
  impact: impactPolicySchema,
} as const;

export type PolicyKind = keyof typeof POLICY_SCHEMAS;
export type Policy<K extends PolicyKind> = z.infer<(typeof POLICY_SCHEMAS)[K]>;

/** The policy in force when nobody has written one. */
export function defaultPolicy<K extends PolicyKind>(kind: K): Policy<K> {
  return POLICY_SCHEMAS[kind].parse({}) as Policy<K>;
}
