import { isFullAdmin, personText } from './person-text';

describe('who did it, in words', () => {
  it.each([
    ['token:eve', undefined, 'eve'],
    ['user:01904b2e-aaaa-7bbb-8ccc-0123456789ab', undefined, 'person …456789ab'],
    ['user:01904b2e-aaaa-7bbb-8ccc-0123456789ab', 'Eve Holt', 'Eve Holt'],
    ['system:retraining', undefined, 'system:retraining'],
    ['plain', undefined, 'plain'],
  ])('%s named %s is %s', (who, name, text) => {
    expect(personText(who, name)).toBe(text);
  });

  it('asks for the names of people only for an admin of every model', () => {
    expect(isFullAdmin({ role: 'admin', models: ['*'] })).toBe(true);
    expect(isFullAdmin({ role: 'admin', models: ['churn-*'] })).toBe(false);
    expect(isFullAdmin({ role: 'viewer', models: ['*'] })).toBe(false);
    expect(isFullAdmin(undefined)).toBe(false);
  });
});
