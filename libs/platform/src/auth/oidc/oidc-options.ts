import { ROLES, type Role } from '@plumbline/contracts';
import { z } from 'zod';
import { setting } from '../../config/setting';
import { SettingsError } from '../../config/settings.errors';

/** Claim value -> role; the first entry that a person has counts. */
export type RoleMap = Readonly<Record<string, Role>>;

export interface OidcOptions {
  readonly issuer: string;
  readonly roleClaim: string;
  readonly roleMap: RoleMap;
  /** `aud` that access tokens must carry; without it they are not taken. */
  readonly audience?: string | undefined;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Without TLS only on this machine. */
export const isLoopback = (url: string): boolean => URL.canParse(url) && LOOPBACK.has(new URL(url).hostname);

const safeUrl = z.string().refine((text) => URL.canParse(text) && (/^https:/.test(text) || isLoopback(text)), {
  message: 'expected https://..., or http:// on this machine',
});

const roleMap = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'expected JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.enum(ROLES)));

/** For every service that takes access tokens. */
export const oidcSettings = {
  OIDC_ISSUER: setting(safeUrl.optional(), {
    description: 'OpenID Connect provider, as its tokens name it in `iss`. Without it only API tokens are taken.',
    remedy: 'give https://login.example.org/realms/ours, or leave it out',
  }),
  OIDC_AUDIENCE: setting(z.string().min(1).optional(), {
    description: "`aud` of the provider's access tokens (JWT) that are taken as bearer tokens. Without it none are.",
    remedy: 'give the name that the provider has for this API, or leave it out',
  }),
  OIDC_ROLE_CLAIM: setting(z.string().min(1).default('roles'), {
    description: 'Claim that holds the roles or groups of a person; dots lead into objects.',
    remedy: 'give a claim such as roles, groups or realm_access.roles',
  }),
  OIDC_ROLE_MAP: setting(roleMap.optional(), {
    description: 'JSON: value of the claim to role. The first entry that a person has counts; who has none is refused.',
    remedy: 'give {"ml-admins":"admin","data-science":"engineer","risk":"approver"}',
  }),
} as const;

/** For the service that people sign in at. */
export const oidcSignInSettings = {
  OIDC_CLIENT_ID: setting(z.string().min(1).optional(), {
    description:
      'Client of the provider for signing in on the dashboard. Without it the page asks for an API token only.',
    remedy: 'give the client id, or leave it out',
  }),
  OIDC_CLIENT_SECRET: setting(z.string().min(1).optional(), {
    description: 'Secret of that client. Without it the client is public and relies on PKCE.',
    remedy: 'give the secret, or leave it out',
    secret: true,
  }),
  OIDC_SCOPES: setting(z.string().min(1).default('openid profile'), {
    description: 'Scopes that a sign-in asks for, among them openid.',
    remedy: 'give scopes with blanks between, e.g. openid profile groups',
  }),
  PUBLIC_URL: setting(safeUrl.optional(), {
    description: 'Where browsers reach the control plane; the provider sends people back to it.',
    remedy: 'give https://plumbline.example.org, or leave it out',
  }),
} as const;

interface OidcSettings {
  readonly OIDC_ISSUER?: string | undefined;
  readonly OIDC_AUDIENCE?: string | undefined;
  readonly OIDC_ROLE_CLAIM: string;
  readonly OIDC_ROLE_MAP?: RoleMap | undefined;
}

/** @returns undefined without an issuer. @throws SettingsError when nobody could ever be let in */
export function oidcOptions(settings: OidcSettings): OidcOptions | undefined {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_ROLE_CLAIM: roleClaim, OIDC_ROLE_MAP: map } = settings;
  if (issuer === undefined) return undefined;
  if (!map || Object.keys(map).length === 0) {
    const detail = 'is not set, and OIDC_ISSUER is: nobody would have a role';
    throw new SettingsError(`OIDC_ROLE_MAP ${detail}.`, [{ pointer: '/OIDC_ROLE_MAP', detail }]);
  }
  return { issuer, audience, roleClaim, roleMap: map };
}
