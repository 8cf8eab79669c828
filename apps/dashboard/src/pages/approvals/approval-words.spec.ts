import type { ApprovalView } from '@plumbline/contracts';
import { consequenceOf, doneText, openFirst, progressText, refusedDecision } from './approval-words';

const approval = (given: Partial<ApprovalView> = {}): ApprovalView => ({
  id: 'a',
  model: 'churn',
  alias: 'champion',
  version: 3,
  reason: 'better',
  requester: 'token:ana',
  state: 'open',
  stateReason: '',
  approvalsNeeded: 2,
  approvals: 0,
  boundTo: { artifactDigest: '', gateReportDigest: null, cardRevision: 0, aliasRevision: 1 },
  decisions: [],
  createdAt: '2026-01-01T00:00:00Z',
  closedAt: null,
  ...given,
});
const bob = { person: 'token:bob', role: 'approver' };
const ana = { person: 'token:ana', role: 'engineer' };

describe('approvals', () => {
  it('puts the open ones first and the newest of them before the others', () => {
    const all = [
      approval({ id: 'old open' }),
      approval({ id: 'closed', state: 'applied', createdAt: '2026-01-03T00:00:00Z' }),
      approval({ id: 'new open', createdAt: '2026-01-02T00:00:00Z' }),
    ];
    expect(openFirst(all).map(({ id }) => id)).toEqual(['new open', 'old open', 'closed']);
  });

  it.each([
    [{}, '0 of 2 approvals; 2 more by other people move it'],
    [{ approvals: 1 }, '1 of 2 approvals; 1 more by another person moves it'],
    [{ approvalsNeeded: 1 }, '0 of 1 approval; 1 more by another person moves it'],
    [{ approvals: 2, state: 'applied' }, '2 of 2 approvals'],
  ] as [Partial<ApprovalView>, string][])('says how far %j is', (given, text) => {
    expect(progressText(approval(given))).toBe(text);
  });

  it('lets who asked withdraw but not approve, and another approve but not withdraw', () => {
    expect(refusedDecision('approve', approval(), ana)).toContain('other people');
    expect(refusedDecision('withdraw', approval(), ana)).toBeNull();
    expect(refusedDecision('approve', approval(), bob)).toBeNull();
    expect(refusedDecision('withdraw', approval(), bob)).toContain('Only who asked');
    expect(refusedDecision('withdraw', approval(), { ...bob, role: 'admin' })).toBeNull();
    expect(refusedDecision('approve', approval(), undefined)).not.toBeNull();
  });

  it('offers nobody a second approval of the same', () => {
    const decisions = [{ by: 'token:bob', decision: 'approve', reason: 'fine', at: '' } as const];
    expect(refusedDecision('approve', approval({ decisions }), bob)).toBe('You have approved it.');
    expect(refusedDecision('reject', approval({ decisions }), bob)).toBeNull();
  });

  it('says beforehand whether the approval moves the alias', () => {
    expect(consequenceOf('approve', approval())).toContain('1 more approval after yours');
    expect(consequenceOf('approve', approval({ approvals: 1 }))).toContain('moves at once');
    expect(consequenceOf('approve', approval({ approvals: 1, requester: 'system:rollouts' }))).toContain('rollout');
    expect(consequenceOf('reject', approval())).toContain('nothing moves');
  });

  it('says afterwards what has become of it', () => {
    expect(doneText(approval({ approvals: 1 }))).toBe('Approved: 1 of 2.');
    expect(doneText(approval({ state: 'applied', approvals: 2 }))).toBe('Approved: v3 is champion now.');
    expect(doneText(approval({ state: 'rejected' }))).toBe('The request is rejected.');
  });
});
