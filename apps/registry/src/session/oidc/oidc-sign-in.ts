import {
  IdentityProviderAwayError,
  isLoopback,
  nameOfClaims,
  roleOfClaims,
  type OidcOptions,
} from '@plumbline/platform';
import type { Role } from '@plumbline/contracts';
import type { Configuration } from 'openid-client';
import { NoRoleError, SignInFailedError } from './oidc.errors';
import type { SignInState } from './sign-in-state';

export interface OidcClientOptions extends OidcOptions {
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly scopes: string;
  /** Where browsers reach us. */
  readonly publicUrl: string;
}

/** Who came back from the provider. */
export interface SignedInPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
}

const CALLBACK_PATH = '/api/v1/session/oidc/callback';
const TIMEOUT_SECONDS = 5;

interface FetchFailure {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
  readonly cause?: unknown;
}

/** No answer, or one that says that the provider itself is in trouble. */
function isAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, code, message, status = 0, cause } = error as FetchFailure;
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'OAUTH_TIMEOUT') return true;
  return status >= 500 || message === 'fetch failed' || isAway(cause);
}

/** Authorization code with PKCE, state and nonce (RFC 6749, 7636; OpenID Connect Core 1.0). */
export class OidcSignIn {
  private discovered: Promise<Configuration> | undefined;

  constructor(readonly options: OidcClientOptions) {}

  /** @returns the provider's address, and what its answer must fit. @throws IdentityProviderAwayError */
  async begin(next: string): Promise<{ url: string; state: SignInState }> {
    const client = await import('openid-client');
    const config = await this.configuration();
    const codeVerifier = client.randomPKCECodeVerifier();
    const state = { state: client.randomState(), nonce: client.randomNonce(), codeVerifier, next };
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: `${this.options.publicUrl}${CALLBACK_PATH}`,
      scope: this.options.scopes,
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      state: state.state,
      nonce: state.nonce,
    });
    return { url: url.href, state };
  }

  /**
   * @param query of the callback, with its question mark
   * @throws SignInFailedError, NoRoleError, IdentityProviderAwayError
   */
  async finish(query: string, expected: SignInState): Promise<SignedInPerson> {
    const claims = await this.claimsOf(new URL(`${this.options.publicUrl}${CALLBACK_PATH}${query}`), expected);
    const role = roleOfClaims(claims, this.options);
    if (!role) throw new NoRoleError(this.options.roleClaim);
    return { issuer: this.options.issuer, subject: claims.sub, name: nameOfClaims(claims), role };
  }

  private async claimsOf(url: URL, { state, nonce, codeVerifier }: SignInState) {
    const client = await import('openid-client');
    const config = await this.configuration();
    try {
      const tokens = await client.authorizationCodeGrant(config, url, {
        pkceCodeVerifier: codeVerifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new SignInFailedError('The identity provider sent no ID token.');
      if (roleOfClaims(claims, this.options) || !config.serverMetadata().userinfo_endpoint) return claims;
      return { ...(await this.userInfo(tokens.access_token, claims.sub)), ...claims };
    } catch (error) {
      if (error instanceof SignInFailedError) throw error;
      if (isAway(error)) throw new IdentityProviderAwayError(error);
      throw new SignInFailedError('The sign-in did not fit or was cancelled: start it again.', error);
    }
  }

  /** Many providers keep groups out of the ID token; some give an access token that is not for this question. */
  private async userInfo(accessToken: string, subject: string): Promise<object> {
    const client = await import('openid-client');
    try {
      return await client.fetchUserInfo(await this.configuration(), accessToken, subject);
    } catch (error) {
      if (isAway(error)) throw error;
      return {};
    }
  }

  private configuration(): Promise<Configuration> {
    this.discovered ??= this.discover().catch((error: unknown) => {
      this.discovered = undefined;
      throw new IdentityProviderAwayError(error);
    });
    return this.discovered;
  }

  private async discover(): Promise<Configuration> {
    const { allowInsecureRequests, discovery, enableNonRepudiationChecks, None } = await import('openid-client');
    const { issuer, clientId, clientSecret } = this.options;
    return discovery(new URL(issuer), clientId, clientSecret, clientSecret === undefined ? None() : undefined, {
      // Also the signature of the ID token, although it comes from the provider itself.
      execute: [enableNonRepudiationChecks, ...(isLoopback(issuer) ? [allowInsecureRequests] : [])],
      timeout: TIMEOUT_SECONDS,
    });
  }
}
