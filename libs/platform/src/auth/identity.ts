import type { Role } from '@plumbline/contracts';

/** Somebody who signed in at the identity provider. */
export interface IdentityUser {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
}

export interface Identity {
  /** Of the person where one signed in, else of the token. */
  readonly id: string;
  /** The person's or the token's. */
  readonly name: string;
  readonly role: Role;
  /** Model names or patterns such as `churn-*`; `['*']` is every model. Ask {@link mayUseModel}. */
  readonly models: readonly string[];
  /** Only for a session or an access token of the identity provider, not for an API token that a person made. */
  readonly user?: IdentityUser;
  /**
   * Which human stands behind: two identities are of two people only if these differ. `user:<id>` for a person and for
   * every token they made; `token:<name>` for a token that the admin token handed out, and for the tokens made with it.
   * Where nobody signs in, whoever holds the admin token can hand out two tokens to one person: the audit log shows
   * each as `token.created`.
   */
  readonly person: string;
}

/** As the audit log writes it: no personal data, because the log can not be altered. */
export const actorOf = ({ user, name }: Identity): string => (user ? `user:${user.id}` : `token:${name}`);
