import { oidcOptions } from './oidc-options';
import { roleOfClaims } from './role-of-claims';

const roleMap = { 'ml-admins': 'admin', ds: 'engineer', risk: 'approver' } as const;
const roleOf = (claims: Record<string, unknown>, roleClaim = 'roles') => roleOfClaims(claims, { roleClaim, roleMap });

describe('the role of a person who signs in', () => {
  it.each([
    [{ roles: ['risk'] }, 'approver'],
    [{ roles: 'ds' }, 'engineer'],
    [{ roles: ['risk', 'ml-admins'] }, 'admin'],
    [{ roles: ['somebody', 'risk'] }, 'approver'],
  ])('is that of the first entry of the map that they have: %j is %s', (claims, role) => {
    expect(roleOf(claims)).toBe(role);
  });

  it.each([{}, { roles: [] }, { roles: null }, { roles: ['admin'] }, { roles: [['ds']] }, { roles: { ds: true } }])(
    'is none for %j: a role of ours is no claim of theirs',
    (claims) => {
      expect(roleOf(claims)).toBeUndefined();
    },
  );

  it('is found inside objects, and under names that are URLs', () => {
    expect(roleOf({ realm_access: { roles: ['ds'] } }, 'realm_access.roles')).toBe('engineer');
    expect(roleOf({ 'https://x.org/roles': ['ds'] }, 'https://x.org/roles')).toBe('engineer');
    expect(roleOf({ a: null }, 'a.b.c')).toBeUndefined();
    expect(roleOf({}, 'constructor.name')).toBeUndefined();
  });
});

describe('settings of the identity provider', () => {
  it('are refused where nobody could ever be let in', () => {
    const none = { OIDC_ROLE_CLAIM: 'roles' };
    expect(oidcOptions(none)).toBeUndefined();
    expect(() => oidcOptions({ ...none, OIDC_ISSUER: 'https://idp' })).toThrow('OIDC_ROLE_MAP is not set');
    expect(oidcOptions({ ...none, OIDC_ISSUER: 'https://idp', OIDC_ROLE_MAP: roleMap })).toMatchObject({ roleMap });
  });
});
