import { Module } from '@nestjs/common';
import { oidcOptions } from '@plumbline/platform';
import { PlumblineError } from '@plumbline/problem';
import type { Pool } from 'pg';
import type { RegistrySettings } from '../env';
import { DATABASE_POOL, SETTINGS } from '../wiring/tokens';
import { OIDC_SIGN_IN, OidcController } from './oidc/oidc.controller';
import { OidcSignIn } from './oidc/oidc-sign-in';
import { SessionController } from './session.controller';
import { Sessions } from './sessions';

/** @throws PlumblineError when a client is set and where browsers come back to is not */
function signInOf(settings: RegistrySettings): OidcSignIn | null {
  const oidc = oidcOptions(settings);
  const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_SCOPES: scopes, PUBLIC_URL } = settings;
  if (!oidc || clientId === undefined) return null;
  if (PUBLIC_URL === undefined) {
    const detail = 'is not set, and OIDC_CLIENT_ID is: the provider must know where to send people back';
    throw new PlumblineError('invalid', 'settings_invalid', `PUBLIC_URL ${detail}.`, {
      fields: [{ pointer: '/PUBLIC_URL', detail }],
    });
  }
  return new OidcSignIn({ ...oidc, clientId, clientSecret, scopes, publicUrl: PUBLIC_URL.replace(/\/+$/, '') });
}

@Module({
  controllers: [OidcController, SessionController],
  providers: [
    { provide: OIDC_SIGN_IN, inject: [SETTINGS], useFactory: signInOf },
    { provide: Sessions, inject: [DATABASE_POOL], useFactory: (pool: Pool) => new Sessions(pool) },
  ],
})
export class SessionModule {}
