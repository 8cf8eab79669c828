import type { Role } from '@plumbline/contracts';
import type { OidcOptions } from './oidc-options';

type Claims = Readonly<Record<string, unknown>>;

/** A claim may itself have dots in its name, as URLs do; only then is the name a path. */
function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split('.').reduce<unknown>((value, key) => {
    const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return isObject ? (value as Claims)[key] : undefined;
  }, claims);
}

/** The role of the map's first entry that the claim holds; undefined where it holds none. */
export function roleOfClaims(claims: Claims, options: Pick<OidcOptions, 'roleClaim' | 'roleMap'>): Role | undefined {
  const held = [claimAt(claims, options.roleClaim)].flat();
  return Object.entries(options.roleMap).find(([value]) => held.includes(value))?.[1];
}

/** What the provider calls a person, for lists on the screen. */
export function nameOfClaims(claims: Claims): string {
  const names = [claims['name'], claims['preferred_username'], claims['sub']];
  return names.find((name): name is string => typeof name === 'string' && name.trim() !== '')?.slice(0, 200) ?? '?';
}
