import { ACCESS_MATRIX, KEEPS_TO_MODEL_SCOPE } from '@plumbline/contracts';
import {
  accessCheck,
  authorize,
  modelTarget,
  readCredentials,
  type FailureLimit,
  type Identity,
  type TokenVerifier,
} from '@plumbline/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler, RouteOptions } from 'fastify';
import type { RateLimit } from './rate-limit';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Key of ACCESS_MATRIX.inference; the router spells `:model\:predict` as `:model([^:]+)::predict`. */
    access?: InferenceRoute;
  }
  interface FastifyRequest {
    /** Undefined on a public route. */
    identity: Identity | undefined;
  }
}

export type InferenceRoute = keyof typeof ACCESS_MATRIX.inference;

type Done = (error?: Error) => void;
type AccessHook = (request: FastifyRequest, reply: FastifyReply, done: Done) => void;

const listOf = (hooks: onRequestHookHandler | onRequestHookHandler[] | undefined): onRequestHookHandler[] =>
  hooks === undefined ? [] : [hooks].flat();

export interface GuardParts {
  readonly verifier: TokenVerifier;
  readonly rateLimit: RateLimit;
  readonly failures: FailureLimit;
}

/** Puts the check before every route that is registered from now on. A route without a row is refused. */
export function guardRoutes(server: FastifyInstance, { verifier, rateLimit, failures }: GuardParts): void {
  const check = accessCheck(ACCESS_MATRIX.inference, verifier, KEEPS_TO_MODEL_SCOPE.inference, failures);
  server.decorateRequest('identity', undefined);
  server.addHook('onRoute', (route: RouteOptions) => {
    const hook = accessHook(route.config?.access, { verifier, rateLimit, check });
    route.onRequest = [hook, ...listOf(route.onRequest)];
  });
}

interface AccessParts extends Omit<GuardParts, 'failures'> {
  readonly check: ReturnType<typeof accessCheck>;
}

/** A token that was verified shortly before costs no promise. */
function accessHook(access: InferenceRoute | undefined, { verifier, rateLimit, check }: AccessParts): AccessHook {
  const row = access && ACCESS_MATRIX.inference[access];
  if (row === 'public') return (_request, _reply, done) => done();
  const keepsToScope = KEEPS_TO_MODEL_SCOPE.inference;
  const [method = '', routePattern = ''] = (access ?? '').split(' ');
  return (request, _reply, done) => {
    const credentials = readCredentials(request.headers);
    const { model } = (request.params ?? {}) as { model?: string };
    const known = credentials?.source === 'bearer' ? verifier.verified(credentials.token) : undefined;
    if (known) {
      try {
        authorize(row, known, modelTarget(access ?? '', model, keepsToScope));
        rateLimit.take(known.id);
        request.identity = known;
        return done();
      } catch (error) {
        return done(error as Error);
      }
    }
    check({ method, routePattern, headers: request.headers, model, address: request.ip })
      .then((identity) => {
        if (identity) {
          rateLimit.take(identity.id);
          request.identity = identity;
        }
        done();
      })
      .catch(done);
  };
}
