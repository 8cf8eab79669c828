import { BadTokenError, CrossSiteError } from '../auth/auth.errors';
import { authorize, type AccessRows, type ModelTarget } from '../auth/authorize';
import { FailureLimit } from '../auth/failure-limit';
import type { Identity } from '../auth/identity';
import type { TokenVerifier } from '../auth/token-verifier';
import { SESSION_COOKIE } from './session-cookie';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

export interface AccessRequest {
  readonly method: string;
  /** As the router registered it, e.g. `/api/v1/models/:model`. */
  readonly routePattern: string;
  readonly headers: Headers;
  /** `:model` of the address, decoded. */
  readonly model?: string | undefined;
  /** Whose failures are counted together. */
  readonly address?: string;
}

export interface Credentials {
  readonly token: string;
  readonly source: 'bearer' | 'cookie';
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

const single = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** A bearer token, else the session cookie's. */
export function readCredentials(headers: Headers): Credentials | undefined {
  const bearer = /^bearer +(\S+) *$/i.exec(single(headers['authorization']) ?? '')?.[1];
  if (bearer) return { token: bearer, source: 'bearer' };
  for (const pair of (single(headers['cookie']) ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at < 0 || pair.slice(0, at).trim() !== SESSION_COOKIE) continue;
    const token = pair.slice(at + 1).trim();
    if (token) return { token, source: 'cookie' };
  }
  return undefined;
}

/** A browser sends the cookie for other sites too; their changes are refused. @throws CrossSiteError */
function refuseCrossSite(method: string, headers: Headers): void {
  if (SAFE_METHODS.has(method)) return;
  const site = single(headers['sec-fetch-site']);
  if (site !== undefined) {
    if (site === 'same-origin') return;
    throw new CrossSiteError();
  }
  const origin = single(headers['origin']);
  const host = single(headers['host']);
  if (!origin || !host || !URL.canParse(origin) || new URL(origin).host !== host) throw new CrossSiteError();
}

/** A HEAD request is answered by the GET route and judged by its row. */
const rowKey = ({ method, routePattern }: AccessRequest) => `${method === 'HEAD' ? 'GET' : method} ${routePattern}`;

export function modelTarget(key: string, model: string | undefined, keepsToScope: readonly string[]): ModelTarget {
  if (model !== undefined && key.includes('/:model')) return { model };
  return keepsToScope.includes(key) ? 'kept-by-handler' : 'not-one-model';
}

/** Verifies within the limit of failures for an address; a token that is known by heart never waits for it. */
export function limitedVerify(verifier: TokenVerifier, limit: FailureLimit) {
  return async (token: string, address = ''): Promise<Identity> => {
    const known = verifier.verified(token);
    if (known) return known;
    limit.check(address);
    try {
      return await verifier.verify(token);
    } catch (error) {
      if (error instanceof BadTokenError) limit.count(address);
      throw error;
    }
  };
}

/**
 * One check for every server: `accessCheck(ACCESS_MATRIX.registry, verifier, KEEPS_TO_MODEL_SCOPE.registry)`.
 * @returns who asks, or undefined on a public route; rejects with `unauthenticated`, `forbidden` or `overloaded`
 */
export function accessCheck(
  rows: AccessRows,
  verifier: TokenVerifier,
  keepsToScope: readonly string[] = [],
  limit = new FailureLimit(),
) {
  const verify = limitedVerify(verifier, limit);
  return async (request: AccessRequest): Promise<Identity | undefined> => {
    const key = rowKey(request);
    const row = Object.hasOwn(rows, key) ? rows[key] : undefined;
    if (row === 'public') return undefined;
    const credentials = readCredentials(request.headers);
    const identity = credentials && (await verify(credentials.token, request.address));
    authorize(row, identity, modelTarget(key, request.model, keepsToScope));
    if (credentials?.source === 'cookie') refuseCrossSite(request.method, request.headers);
    return identity;
  };
}

export type AccessCheck = ReturnType<typeof accessCheck>;
