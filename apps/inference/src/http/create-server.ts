import { fastifyDefaults, registerOperations, registerProblemHandlers } from '@plumbline/platform';
import type { Logger, Operations, TokenVerifier } from '@plumbline/platform';
import type { InferTensors, VersionPool } from '@plumbline/serving-core';
import fastify, { type FastifyInstance, type RouteOptions } from 'fastify';
import { accessHook, type InferenceRoute } from './access-hook';
import { registerDocsRoutes } from './docs-routes';
import { registerModelsRoutes } from './models-routes';
import { registerPredictRoute, type PredictRouteParts } from './predict-route';
import { registerV2Routes, replyUnderV2 } from '../v2/v2-routes';

export interface ServerParts extends PredictRouteParts {
  readonly versions: Pick<VersionPool, 'get' | 'load'>;
  readonly infer: InferTensors;
  readonly operations: Operations;
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
}

const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/** Routes that name no row of the access matrix have the row of their own spelling. */
function nameAccessRow(route: RouteOptions): void {
  route.config = { access: `${String(route.method)} ${route.url}` as InferenceRoute, ...route.config };
}

/** The data plane's own server: Nest wires it and is not in its way. No log line a request. */
export function createServer(parts: ServerParts): FastifyInstance {
  const server = fastify({
    ...fastifyDefaults({ bodyLimit: BODY_LIMIT_BYTES }),
    exposeHeadRoutes: false,
    // Clients of the Open Inference Protocol ask for `/v2` and for `/v2/`.
    routerOptions: { ignoreTrailingSlash: true },
  });
  server.addHook('onRoute', nameAccessRow);
  server.addHook('onRequest', accessHook(parts.verifier));
  registerProblemHandlers(server, parts.logger, replyUnderV2);
  registerOperations(server, parts.operations);
  registerPredictRoute(server, parts);
  registerModelsRoutes(server, parts.state, parts.versions);
  registerDocsRoutes(server, parts.state, parts.versions);
  registerV2Routes(server, parts);
  return server;
}
