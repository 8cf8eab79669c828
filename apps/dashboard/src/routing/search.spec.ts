import { alertsSearch, auditSearch, driftSearch, loginSearch, summarySearch } from './search';

describe('state in the URL', () => {
  it('drops what does not fit instead of failing', () => {
    expect(driftSearch({ feature: ['a'], other: 1 })).toEqual({});
    expect(alertsSearch({ state: 'open', severity: 'info', model: 7 })).toEqual({ severity: 'info', model: '7' });
    expect(auditSearch({ type: 'rollout', id: 7, actor: '' })).toEqual({ type: 'rollout', id: '7' });
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'never goes to another site after signing in: %s',
    (next) => {
      expect(loginSearch({ next })).toEqual({});
    },
  );

  it('takes a moment for the champion of then, and nothing else', () => {
    expect(summarySearch({ at: '2026-11-22T10:00:00Z' })).toEqual({ at: '2026-11-22T10:00:00Z' });
    expect(summarySearch({ at: 'yesterday' })).toEqual({});
  });

  it('goes back to the page that asked for a sign-in', () => {
    expect(loginSearch({ next: '/models/churn/drift?feature=age' })).toEqual({
      next: '/models/churn/drift?feature=age',
    });
  });
});
