import type { ApprovalView } from '@plumbline/contracts';
import { moveText, protectionOf } from './move-answer';

const APPROVAL = { alias: 'champion', version: 3, approvals: 0, approvalsNeeded: 2 } as ApprovalView;

describe('what is told after asking to move an alias', () => {
  it('tells a move that happened from one that waits', () => {
    expect(moveText({ alias: 'champion', version: 3, revision: 2, changedAt: '' })).toBe('v3 is champion now.');
    expect(moveText({ approval: APPROVAL, created: true, detail: '' })).toBe(
      'Asked: v3 as champion waits for 2 approvals by other people.',
    );
  });

  it('does not claim a request that somebody else made before', () => {
    const answer = { approval: { ...APPROVAL, approvals: 1 }, created: false, detail: '' };
    expect(moveText(answer)).toBe('It was asked before: v3 as champion waits for 1 approval by other people.');
  });

  it('knows the protection of the alias that is moved, not of another', () => {
    const rule = { alias: 'champion', approvals: 2, roles: ['approver'] };
    const policies = [
      { kind: 'monitor', body: {} },
      { kind: 'aliases', body: { protected: [rule] } },
    ];
    expect(protectionOf(policies, 'champion')).toEqual(rule);
    expect(protectionOf(policies, 'challenger')).toBeNull();
    expect(protectionOf(undefined, 'champion')).toBeNull();
  });
});
