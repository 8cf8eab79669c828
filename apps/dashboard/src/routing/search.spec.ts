import { auditSearch, driftSearch, loginSearch } from './search';

describe('state in the URL', () => {
  it('drops what does not fit instead of failing', () => {
    expect(driftSearch({ feature: ['a'], other: 1 })).toEqual({});
    expect(auditSearch({ type: 'rollout', id: 7, actor: '' })).toEqual({ type: 'rollout', id: '7' });
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'never goes to another site after signing in: %s',
    (next) => {
      expect(loginSearch({ next })).toEqual({});
    },
  );

  it('goes back to the page that asked for a sign-in', () => {
    expect(loginSearch({ next: '/models/churn/drift?feature=age' })).toEqual({
      next: '/models/churn/drift?feature=age',
    });
  });
});
