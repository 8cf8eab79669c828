import { ACCESS_MATRIX, KEEPS_TO_MODEL_SCOPE } from '@plumbline/contracts';
import {
  accessCheck,
  authorize,
  modelTarget,
  readCredentials,
  type Identity,
  type TokenVerifier,
} from '@plumbline/platform';
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { RateLimit } from './rate-limit';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Key of ACCESS_MATRIX.inference; the router spells `:model\:predict` as `:model([^:]+)::predict`. */
    access?: InferenceRoute;
  }
}

export type InferenceRoute = keyof typeof ACCESS_MATRIX.inference;

const identities = new WeakMap<FastifyRequest, Identity>();

/** Who asks; undefined on a public route. */
export const identityOf = (request: FastifyRequest): Identity | undefined => identities.get(request);

/** A token that was verified shortly before costs no promise. A route without a row is refused. */
export function accessHook(verifier: TokenVerifier, rateLimit: RateLimit): onRequestHookHandler {
  const rows = ACCESS_MATRIX.inference;
  const keepsToScope = KEEPS_TO_MODEL_SCOPE.inference;
  const check = accessCheck(rows, verifier, keepsToScope);
  return (request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void => {
    if (request.is404) return done();
    const access = request.routeOptions.config.access;
    const row = access && rows[access];
    if (row === 'public') return done();
    const credentials = readCredentials(request.headers);
    const { model } = (request.params ?? {}) as { model?: string };
    const known = credentials?.source === 'bearer' ? verifier.verified(credentials.token) : undefined;
    if (known) {
      try {
        authorize(row, known, modelTarget(access ?? '', model, keepsToScope));
        rateLimit.take(known.id);
        identities.set(request, known);
        return done();
      } catch (error) {
        return done(error as Error);
      }
    }
    const [method = '', routePattern = ''] = (access ?? '').split(' ');
    check({ method, routePattern, headers: request.headers, model, address: request.ip })
      .then((identity) => {
        if (identity) {
          rateLimit.take(identity.id);
          identities.set(request, identity);
        }
        done();
      })
      .catch(done);
  };
}
