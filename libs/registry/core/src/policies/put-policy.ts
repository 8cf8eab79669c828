import { StaleRevisionError, UnknownModelError } from '../registry.errors';
import type { RegistryUnitOfWork } from '../store/registry-unit-of-work.port';

export interface PutPolicyCommand {
  readonly model: string;
  readonly kind: string;
  /** Parsed against the contract of its kind already. */
  readonly body: unknown;
  readonly actor: string;
  readonly expectedRevision?: number;
}

/** Policies are versioned data: a change is a new revision, and the earlier ones stay readable. */
export class PutPolicy {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  execute({ model, kind, body, actor, expectedRevision }: PutPolicyCommand): Promise<{ revision: number }> {
    return this.unitOfWork.run(async ({ models, audit }) => {
      if (!(await models.lock(model))) throw new UnknownModelError(model);
      const present = await models.findPolicy(model, kind);
      const revision = present?.revision ?? 0;
      if (expectedRevision !== undefined && expectedRevision !== revision)
        throw new StaleRevisionError(`Policy ${kind} of ${model}`, expectedRevision, revision);
      await models.insertPolicy({ model, kind, revision: revision + 1, body, actor });
      await audit.record({
        actor,
        action: 'policy.changed',
        resourceType: 'policy',
        resourceId: `${model}/${kind}`,
        detail: { model, kind, revision: revision + 1, before: present?.body ?? null, after: body },
      });
      return { revision: revision + 1 };
    });
  }
}
