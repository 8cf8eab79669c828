import type { IdentityUser } from './identity';

/** The person whose session it is, or who made the token. */
export interface TokenOwner extends IdentityUser {
  readonly role: string;
  readonly disabled: boolean;
}

/** What is left out: the id is the name, every model, never expires, made at the start. */
export interface StoredToken {
  readonly id?: string;
  readonly name: string;
  readonly role: string;
  readonly kind?: 'api' | 'session';
  readonly models?: readonly string[];
  readonly createdBy?: string;
  readonly expiresAt?: Date | null;
  readonly revoked: boolean;
  readonly owner?: TokenOwner | null;
}

export interface TokenStore {
  findByHash(hash: string): Promise<StoredToken | null>;
}
