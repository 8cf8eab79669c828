import {
  FailureLimit,
  fastifyDefaults,
  registerOperations,
  registerProblemHandlers,
  replyWithProblem,
} from '@plumbline/platform';
import type { Logger, Operations, TokenVerifier } from '@plumbline/platform';
import { PlumblineError } from '@plumbline/problem';
import { fastUuidV7 } from '@plumbline/serving-adapters';
import type { InferTensors, VersionPool } from '@plumbline/serving-core';
import fastify, { type FastifyInstance, type RouteOptions } from 'fastify';
import { guardRoutes, type InferenceRoute } from './access-hook';
import { registerDocsRoutes } from './docs-routes';
import { endIdleConnections } from './end-idle-connections';
import { registerModelsRoutes } from './models-routes';
import type { RateLimit } from './rate-limit';
import { answerPredict, registerPredictRoute, type PredictRouteParts } from './predict-route';
import { predictLane } from '../fast-lane/predict-lane';
import { fastLane } from '../fast-lane/fast-lane';
import { isUnderV2, replyUnderV2, sendError } from '../v2/v2-reply';
import { registerV2Routes } from '../v2/v2-routes';

export interface ServerParts extends PredictRouteParts {
  readonly versions: Pick<VersionPool, 'get' | 'load'>;
  readonly infer: InferTensors;
  readonly operations: Operations;
  readonly verifier: TokenVerifier;
  readonly rateLimit: RateLimit;
  readonly logger: Logger;
}

const BODY_LIMIT_BYTES = 8 * 1024 * 1024;
/** 128 characters of a model's name, each percent-encoded. */
const MAX_NAME_LENGTH = 3 * 128;

const nameTooLong = () =>
  new PlumblineError('not_found', 'route_not_found', 'There is nothing at this address: a part of it is too long.');

/** Routes that name no row of the access matrix have the row of their own spelling; HEAD that of its GET. */
function nameAccessRow(route: RouteOptions): void {
  const method = route.method === 'HEAD' ? 'GET' : String(route.method);
  route.config = { access: `${method} ${route.url}` as InferenceRoute, ...route.config };
}

/** The data plane's own server: Nest wires it and is not in its way. Plain predictions do not even reach it (ADR 0010). */
export function createServer(parts: ServerParts): FastifyInstance {
  const answer = answerPredict(parts);
  const defaults = fastifyDefaults({ bodyLimit: BODY_LIMIT_BYTES, newId: () => fastUuidV7() });
  const failures = new FailureLimit();
  const requestId = (given: string | undefined) => defaults.genReqId({ headers: { 'x-request-id': given } });
  const lane = fastLane(predictLane({ ...parts, answer, failures, requestId }), BODY_LIMIT_BYTES);
  const server = fastify({
    ...defaults,
    serverFactory: lane.serverFactory,
    exposeHeadRoutes: false,
    // Clients of the Open Inference Protocol ask for `/v2` and for `/v2/`.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: MAX_NAME_LENGTH },
    // What comes in while the server drains is answered too; the connection is told to end.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      const known = error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? nameTooLong() : error;
      if (isUnderV2(request)) sendError(known, request, reply, parts.logger);
      else replyWithProblem(known, request, reply, parts.logger);
    },
  });
  endIdleConnections(server);
  server.addHook('preClose', (done) => (lane.end(), done()));
  server.addHook('onRoute', nameAccessRow);
  guardRoutes(server, { ...parts, failures });
  registerProblemHandlers(server, parts.logger, replyUnderV2);
  registerOperations(server, parts.operations);
  registerPredictRoute(server, answer);
  registerModelsRoutes(server, parts.state, parts.versions);
  registerDocsRoutes(server, parts.state, parts.versions);
  registerV2Routes(server, parts);
  return server;
}
