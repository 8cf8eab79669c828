import { PlumblineError } from '@plumbline/problem';

export class SignInOffError extends PlumblineError {
  constructor() {
    super('not_found', 'oidc_off', 'No identity provider is set here: sign in with an API token.');
  }
}

/** The person must start again. */
export class SignInFailedError extends PlumblineError {
  constructor(message: string, cause?: unknown) {
    super('invalid', 'oidc_sign_in_failed', message, { cause });
  }
}

export class NoRoleError extends PlumblineError {
  constructor(claim: string) {
    const message = `You are signed in at the identity provider, but nothing in its claim ${claim} gives you a role here. Ask an administrator for one.`;
    super('forbidden', 'oidc_no_role', message);
  }
}

export class PersonDisabledError extends PlumblineError {
  constructor() {
    super('forbidden', 'oidc_person_disabled', 'Your account was disabled here. Ask an administrator.');
  }
}
