import { isRole, rolesCoveredBy, type Role } from '@plumbline/contracts';
import { BadTokenError, TokenExpiredError } from './auth.errors';
import type { Identity } from './identity';
import type { StoredToken, TokenOwner } from './token-store.port';

/** Name of the token that the start makes; nobody else may have it. */
export const ADMIN_TOKEN_NAME = 'admin';
const HANDED_OUT = new Set(['system:start', `token:${ADMIN_TOKEN_NAME}`]);

/** A token never outlives its owner's right to it: who lost a role lost it for every token made with it. */
function ownerAllows(owner: TokenOwner, role: Role): boolean {
  return !owner.disabled && isRole(owner.role) && rolesCoveredBy(owner.role).includes(role);
}

/** @throws BadTokenError, TokenExpiredError */
export function identityOfToken(stored: StoredToken | null, now: Date): Identity {
  if (!stored || stored.revoked || !isRole(stored.role)) throw new BadTokenError();
  const { name, role, kind = 'api', models = ['*'], createdBy = 'system:start', expiresAt = null, owner } = stored;
  if (owner && !ownerAllows(owner, role)) throw new BadTokenError();
  if (expiresAt && expiresAt <= now) throw new TokenExpiredError();
  if (kind === 'session') {
    if (!owner) throw new BadTokenError();
    const { id, issuer, subject } = owner;
    return {
      id,
      name: owner.name,
      role,
      models,
      user: { id, issuer, subject, name: owner.name },
      person: `user:${id}`,
    };
  }
  const person = owner ? `user:${owner.id}` : HANDED_OUT.has(createdBy) ? `token:${name}` : createdBy;
  return { id: stored.id ?? name, name, role, models, person };
}
