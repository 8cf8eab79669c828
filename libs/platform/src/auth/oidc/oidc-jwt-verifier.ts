import type { JSONWebKeySet, JWTPayload } from 'jose';
import { BadTokenError, NotAllowedError, TokenExpiredError } from '../auth.errors';
import type { JwtVerifier, VerifiedToken } from '../token-verifier';
import type { OidcOptions } from './oidc-options';
import type { ProviderKeys } from './provider-keys';
import { nameOfClaims, roleOfClaims } from './role-of-claims';
import type { UserStore } from './user-store.port';

/** Asymmetric only: with HS256 a public key would pass for the shared secret. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 5;
/** Other types, such as a logout token, are signed with the same keys and are no access tokens. */
const ACCESS_TOKEN_TYPE = /^(application\/)?(at\+)?jwt$/i;

/** Read without trust: a stranger's token is not worth a question to the provider. */
function issuerOf(decode: (jwt: string) => JWTPayload, jwt: string): string | undefined {
  try {
    return decode(jwt).iss;
  } catch (error) {
    throw new BadTokenError(error);
  }
}

/** Access tokens of the identity provider as bearer tokens. */
export class OidcJwtVerifier implements JwtVerifier {
  constructor(
    private readonly options: OidcOptions & { readonly audience: string },
    private readonly keys: ProviderKeys,
    private readonly users: UserStore,
  ) {}

  async verify(jwt: string): Promise<VerifiedToken> {
    const payload = await this.payloadOf(jwt);
    const role = roleOfClaims(payload, this.options);
    if (!role) throw new NotAllowedError(`Nothing in the claim ${this.options.roleClaim} gives you a role here.`);
    const { issuer } = this.options;
    const subject = payload.sub as string;
    const { id, name, disabled } = await this.users.seen({ issuer, subject, name: nameOfClaims(payload), role });
    if (disabled) throw new BadTokenError();
    const user = { id, issuer, subject, name };
    const identity = { id, name, role, models: ['*'], user, person: `user:${id}` };
    return { identity, expiresAtMs: ((payload.exp as number) + CLOCK_TOLERANCE_SECONDS) * 1_000 };
  }

  private async payloadOf(jwt: string): Promise<JWTPayload> {
    const { decodeJwt, errors } = await import('jose');
    if (issuerOf(decodeJwt, jwt) !== this.options.issuer) throw new BadTokenError();
    const known = await this.keys.current();
    try {
      return await this.check(jwt, known);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    const rotated = await this.keys.rotated();
    if (!rotated) throw new BadTokenError();
    return this.check(jwt, rotated).catch((error: unknown) => {
      throw error instanceof errors.JWKSNoMatchingKey ? new BadTokenError(error) : error;
    });
  }

  private async check(jwt: string, keys: JSONWebKeySet): Promise<JWTPayload> {
    const { createLocalJWKSet, errors, jwtVerify } = await import('jose');
    try {
      const { issuer, audience } = this.options;
      const { payload, protectedHeader } = await jwtVerify(jwt, createLocalJWKSet(keys), {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['exp', 'sub'],
      });
      if (protectedHeader.typ !== undefined && !ACCESS_TOKEN_TYPE.test(protectedHeader.typ)) throw new BadTokenError();
      // Bound to a key of the sender, whose proof is not asked for here.
      if (payload['cnf'] !== undefined) throw new BadTokenError();
      return payload;
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof BadTokenError) throw error;
      // jose looks at the times only after the signature and the audience.
      if (error instanceof errors.JWTExpired) throw new TokenExpiredError();
      if (error instanceof errors.JOSEError || error instanceof TypeError) throw new BadTokenError(error);
      throw error;
    }
  }
}
