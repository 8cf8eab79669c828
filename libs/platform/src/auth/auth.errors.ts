import { PlumblineError } from '@plumbline/problem';

export class NoTokenError extends PlumblineError {
  constructor() {
    super('unauthenticated', 'token_missing', 'Send `Authorization: Bearer <token>`.');
  }
}

/** The same answer for an unknown, a revoked and a malformed token. */
export class BadTokenError extends PlumblineError {
  constructor(cause?: unknown) {
    super('unauthenticated', 'token_invalid', 'The token is not known here or was revoked.', { cause });
  }
}

/** Only who holds the whole token learns that it was good once. */
export class TokenExpiredError extends PlumblineError {
  constructor() {
    super('unauthenticated', 'token_expired', 'The token has expired: make a new one, or sign in again.');
  }
}

export class NotAllowedError extends PlumblineError {
  constructor(message = 'Your role may not do this.') {
    super('forbidden', 'role_forbidden', message);
  }
}

export class ModelForbiddenError extends PlumblineError {
  constructor(models: readonly string[], model?: string) {
    const what = model === undefined ? 'this address is about more than those' : `not for ${model}`;
    super('forbidden', 'model_forbidden', `The token is for the models ${models.join(', ')}; ${what}.`);
  }
}

export class CrossSiteError extends PlumblineError {
  constructor() {
    const message = 'A change with the session cookie must come from our own pages. Use a bearer token elsewhere.';
    super('forbidden', 'cross_site_request', message);
  }
}

export class TooManyFailuresError extends PlumblineError {
  constructor(retryAfterSeconds: number) {
    const message = 'Too many tokens from this address were not known here. Wait, then send a good one.';
    super('overloaded', 'too_many_failures', message, { details: { retryAfterSeconds } });
  }
}

/** Keys that are known go on being good; only what needs the provider has to wait. */
export class IdentityProviderAwayError extends PlumblineError {
  constructor(cause?: unknown) {
    const message = 'The identity provider does not answer: try again shortly, or use an API token.';
    super('unavailable', 'identity_provider_unavailable', message, { details: { retryAfterSeconds: 5 }, cause });
  }
}
