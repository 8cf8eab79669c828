import { aliasPolicyOf, changedProtections, protectionOf, weakenings } from './protection.policy';

const rule = (alias: string, approvals = 2, roles = ['approver', 'admin']) => ({ alias, approvals, roles });
const policy = (...all: ReturnType<typeof rule>[]) => aliasPolicyOf({ protected: all });

describe('the aliases policy', () => {
  it('protects nothing until somebody writes one', () => {
    expect(protectionOf(aliasPolicyOf(undefined), 'champion')).toBeNull();
    expect(aliasPolicyOf(null).rollbackNeedsApproval).toBe(false);
  });

  it.each([
    ['fewer approvals', policy(rule('champion', 1)), ['champion needs 1 instead of 2']],
    ['an alias left out', policy(), ['champion is no longer protected']],
    ['another role', policy(rule('champion', 2, ['approver', 'admin', 'engineer'])), [/engineer may approve champion/]],
    ['more approvals', policy(rule('champion', 3)), []],
    ['one role less', policy(rule('champion', 2, ['approver'])), []],
    ['one alias more', policy(rule('champion'), rule('staging')), []],
  ])('knows whether %s protects less', (_, after, expected) => {
    const found = weakenings(policy(rule('champion')), after);
    expect(found).toHaveLength(expected.length);
    for (const [i, text] of expected.entries()) expect(found[i]).toMatch(text);
  });

  it('counts a rollback that waits for nobody any more as less', () => {
    const before = { ...policy(rule('champion')), rollbackNeedsApproval: true };
    expect(weakenings(before, policy(rule('champion')))).toEqual(['a rollback needs no approval any more']);
  });

  it('names the aliases whose rule is another, either way, whatever the order of roles', () => {
    const before = policy(rule('champion'), rule('staging'));
    const after = policy(rule('champion', 2, ['admin', 'approver']), rule('staging', 3), rule('new'));
    expect(changedProtections(before, after)).toEqual(['staging', 'new']);
  });
});
