import type { Role } from '@plumbline/contracts';

export interface Identity {
  readonly name: string;
  readonly role: Role;
}

/** As the audit log writes it. */
export const actorOf = (identity: Identity): string => `token:${identity.name}`;
