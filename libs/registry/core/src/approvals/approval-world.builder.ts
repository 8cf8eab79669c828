import { CorrectAlias } from '../aliases/correct-alias';
import { RemoveAlias } from '../aliases/remove-alias';
import { RollbackChampion } from '../aliases/rollback-champion';
import { PutDocument } from '../documents/put-document';
import { PutPolicy } from '../policies/put-policy';
import { InMemoryRegistry } from '../store/registry-unit-of-work.fake';
import { aVersion } from '../versions/model-version.builder';
import type { Person } from './approval';
import { CandidateApproval } from './candidate-approval';
import { DecideApproval } from './decide-approval';
import { ProposeMove } from './propose-move';
import { moveAsRoot } from './root-moves.builder';

export const MODEL = 'churn';

export const aPerson = (name: string, role = 'approver', token = name): Person => ({
  actor: `token:${token}`,
  person: `user:${name}`,
  role,
});

/** Model churn with three versions, the first serving; each call is a minute later. */
export async function anApprovalWorld(policy: object | null = { protected: [championRule()] }) {
  let minute = 0;
  let ids = 0;
  const registry = new InMemoryRegistry(() => new Date(Date.UTC(2026, 0, 1, 0, ++minute)));
  await registry.run(async ({ models }) => {
    await models.lockOrCreate({ name: MODEL, description: '', owner: '', simulated: false });
    for (const version of [1, 2, 3])
      await models.insertVersion(aVersion({ model: MODEL, version, artifactDigest: `d${version}` }));
  });
  await moveAsRoot(registry, { model: MODEL, alias: 'champion', version: 1 });
  const putPolicy = (body: object, role = 'admin') =>
    new PutPolicy(registry).execute({ model: MODEL, kind: 'aliases', body, actor: 'token:root', role });
  if (policy) await putPolicy(policy);
  const because = { model: MODEL, reason: 'because' };
  const decide = new DecideApproval(registry);
  const decision = (how: 'approve' | 'reject' | 'withdraw') => (id: string, person: Person) =>
    decide[how]({ id, reason: 'looked at it', ...person });
  return {
    registry,
    putPolicy,
    propose: (version: number, person = aPerson('ana', 'engineer'), alias = 'champion') =>
      new ProposeMove(registry).execute({ ...because, alias, version, ...person, approvalId: `request-${++ids}` }),
    approve: decision('approve'),
    reject: decision('reject'),
    withdraw: decision('withdraw'),
    rollback: (person = aPerson('root', 'admin')) =>
      new RollbackChampion(registry).execute({ ...because, ...person, approvalId: `request-${++ids}` }),
    put: (kind: 'card' | 'gate_report', version: number, body: unknown) =>
      new PutDocument(registry).execute({ model: MODEL, version, kind, body, actor: 'token:ana' }),
    promoteDirectly: (version: number) => moveAsRoot(registry, { ...because, alias: 'champion', version }),
    set: (alias: string, version: number) => moveAsRoot(registry, { ...because, alias, version }),
    remove: (alias: string) => new RemoveAlias(registry).execute({ ...because, alias, actor: 'token:root' }),
    correct: new CorrectAlias(registry),
    candidate: new CandidateApproval(registry),
    champion: () => registry.state.aliases.find(({ alias }) => alias === 'champion'),
    request: (id: string) => registry.state.requests.find((one) => one.id === id),
    auditActions: () => registry.state.audit.map(({ action }) => action),
  };
}

export const championRule = (approvals = 2, roles = ['approver', 'admin']) => ({ alias: 'champion', approvals, roles });
