import { POLICY_SCHEMAS, type Policy, type PolicyKind } from '@plumbline/contracts';
import type { RegistryUnitOfWork } from '@plumbline/registry-core';
import type { RetrainingPolicies } from '@plumbline/retraining-core';

/** A model's policies in force: what was written last, else the defaults. */
export class StoredPolicies implements RetrainingPolicies {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  async read<K extends PolicyKind>(model: string, kind: K): Promise<Policy<K>> {
    const stored = await this.unitOfWork.run(({ models }) => models.findPolicy(model, kind));
    return POLICY_SCHEMAS[kind].parse(stored?.body ?? {}) as Policy<K>;
  }

  retraining(model: string) {
    return this.read(model, 'retraining');
  }

  gate(model: string) {
    return this.read(model, 'gate');
  }
}
