import { PlumblineError } from '@plumbline/problem';

export class NoTokenError extends PlumblineError {
  constructor() {
    super('unauthenticated', 'token_missing', 'Send `Authorization: Bearer <token>`.');
  }
}

/** The same answer for an unknown, a revoked and a malformed token. */
export class BadTokenError extends PlumblineError {
  constructor() {
    super('unauthenticated', 'token_invalid', 'The token is not known here or was revoked.');
  }
}

export class NotAllowedError extends PlumblineError {
  constructor(message = 'Your role may not do this.') {
    super('forbidden', 'role_forbidden', message);
  }
}

export class CrossSiteError extends PlumblineError {
  constructor() {
    const message = 'A change with the session cookie must come from our own pages. Use a bearer token elsewhere.';
    super('forbidden', 'cross_site_request', message);
  }
}
