import type { Pool } from 'pg';
import type { OidcOptions } from './oidc/oidc-options';
import { OidcJwtVerifier } from './oidc/oidc-jwt-verifier';
import { PgUserStore } from './oidc/pg-user.store';
import { ProviderKeys } from './oidc/provider-keys';
import { PgTokenStore } from './pg-token.store';
import { TokenVerifier } from './token-verifier';

/** API tokens and sessions of the database, and access tokens where an audience is set. */
export function createTokenVerifier(pool: Pool, oidc: OidcOptions | undefined): TokenVerifier {
  const audience = oidc?.audience;
  const jwts =
    oidc && audience !== undefined
      ? new OidcJwtVerifier({ ...oidc, audience }, new ProviderKeys(oidc.issuer), new PgUserStore(pool))
      : undefined;
  return new TokenVerifier(new PgTokenStore(pool), { jwts });
}
