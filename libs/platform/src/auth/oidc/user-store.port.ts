import type { Role } from '@plumbline/contracts';

export interface KnownPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
}

export interface UserAccount {
  readonly id: string;
  readonly name: string;
  readonly disabled: boolean;
}

export interface UserStore {
  /** Signed in: name and role are from now on what the provider says. */
  signedIn(person: KnownPerson): Promise<UserAccount>;
  /** Came with an access token, which may be older than the last sign-in: an account that exists keeps its role. */
  seen(person: KnownPerson): Promise<UserAccount>;
}
