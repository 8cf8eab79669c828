import { ROLES, type NewTokenBody, type Role } from '@plumbline/contracts';
import type { Identity } from '@plumbline/platform';
import { grantToken } from './token-grant.policy';

const NOW = new Date('2026-11-22T10:00:00Z');
const body = (change: Partial<NewTokenBody> = {}): NewTokenBody => ({
  name: 'ci',
  role: 'predict',
  models: ['*'],
  expiresInDays: 90,
  ...change,
});
const desk = (role: Role, models = ['*']): Identity => ({ id: 't1', name: 'ben', role, models, person: 'token:ben' });
const person = (role: Role): Identity => ({
  id: 'u1',
  name: 'Ana',
  role,
  models: ['*'],
  user: { id: 'u1', issuer: 'i', subject: 's', name: 'Ana' },
  person: 'user:u1',
});
const MAY: Record<Role, Role[]> = {
  viewer: ['viewer'],
  engineer: ['engineer', 'predict', 'viewer'],
  approver: ['approver', 'viewer'],
  admin: ['admin', 'approver', 'engineer', 'predict', 'viewer'],
  predict: ['predict'],
};

describe('who may make which token', () => {
  it.each(ROLES)('%s: none that may do more', (role) => {
    const granted = ROLES.filter((wanted) => {
      try {
        return grantToken(desk(role), body({ role: wanted }), NOW);
      } catch {
        return false;
      }
    });
    expect([...granted].sort()).toEqual(MAY[role]);
  });

  it('gives no model that the maker may not use', () => {
    const maker = desk('engineer', ['churn-*']);
    expect(grantToken(maker, body({ models: ['churn-eu', 'churn-*'] }), NOW)).toMatchObject({ makerTokenId: 't1' });
    const refused = expect.objectContaining({ code: 'model_forbidden' });
    expect(() => grantToken(maker, body({ models: ['churn-eu', 'fraud'] }), NOW)).toThrow(refused);
    expect(() => grantToken(maker, body(), NOW)).toThrow(refused);
  });

  it('lets only an admin of every model make one that never expires', () => {
    const forever = body({ expiresInDays: null });
    expect(grantToken(desk('admin'), forever, NOW).expiresAt).toBeNull();
    const refused = expect.objectContaining({ kind: 'forbidden' });
    expect(() => grantToken(person('engineer'), forever, NOW)).toThrow(refused);
    expect(() => grantToken(desk('admin', ['churn']), { ...forever, models: ['churn'] }, NOW)).toThrow(refused);
  });

  it('binds it to the person who made it, and a token to the token that made it', () => {
    const day = { expiresInDays: 1 };
    const tomorrow = new Date('2026-11-23T10:00:00Z');
    expect(grantToken(person('engineer'), body(day), NOW)).toEqual({
      ...{ createdBy: 'user:u1', userId: 'u1', makerTokenId: null, expiresAt: tomorrow },
    });
    expect(grantToken(desk('engineer'), body(day), NOW)).toEqual({
      ...{ createdBy: 'token:ben', userId: null, makerTokenId: 't1', expiresAt: tomorrow },
    });
  });

  it('lets no token that was made for a program make another', () => {
    const made: Identity = { ...desk('engineer'), name: 'ci', person: 'token:ben' };
    expect(() => grantToken(made, body(), NOW)).toThrow(expect.objectContaining({ code: 'role_forbidden' }));
    const madeByPerson: Identity = { ...desk('engineer'), name: 'ci', person: 'user:u1' };
    expect(() => grantToken(madeByPerson, body(), NOW)).toThrow(expect.objectContaining({ code: 'role_forbidden' }));
  });

  it('keeps the name of the token that the start makes', () => {
    expect(() => grantToken(desk('admin'), body({ name: 'admin' }), NOW)).toThrow(
      expect.objectContaining({ code: 'token_of_start' }),
    );
  });
});
