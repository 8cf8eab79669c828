import { mayUseModel } from '@plumbline/platform';
import {
  ModelNotFoundError,
  weightsOf,
  type ModelRoute,
  type ServingState,
  type VersionPool,
} from '@plumbline/serving-core';
import type { FastifyInstance } from 'fastify';

/** `ready` and `name` as KServe V1 has them. */
function describe(route: ModelRoute, versions: Pick<VersionPool, 'get'>) {
  const { model, championVersion } = route;
  const served = championVersion === null ? undefined : versions.get(model, championVersion);
  return {
    name: model,
    ready: served !== undefined && served.unhealthy === undefined,
    versions: weightsOf(route).map(({ version, weightPercent }) => ({ version: String(version), weightPercent })),
  };
}

/** Loaded, and not asked for a while since their runs were given up. */
const unhealthyVersions = (route: ModelRoute, versions: Pick<VersionPool, 'get'>) =>
  weightsOf(route).flatMap(({ version }) => {
    const unhealthy = versions.get(route.model, version)?.unhealthy;
    return unhealthy ? [{ version, ...unhealthy }] : [];
  });

export function registerModelsRoutes(
  server: FastifyInstance,
  state: ServingState,
  versions: Pick<VersionPool, 'get'>,
): void {
  server.get('/v1/models', { config: { access: 'GET /v1/models' } }, (request) => {
    const { identity } = request;
    const routes = state.table.all().filter(({ model }) => identity && mayUseModel(identity, model));
    return { models: routes.map(({ model }) => model), served: routes.map((route) => describe(route, versions)) };
  });

  server.get<{ Params: { model: string } }>(
    '/v1/models/:model',
    { config: { access: 'GET /v1/models/:model' } },
    (request) => {
      const route = state.table.find(request.params.model);
      if (!route) throw new ModelNotFoundError(request.params.model);
      const champion = route.championVersion === null ? undefined : versions.get(route.model, route.championVersion);
      return {
        ...describe(route, versions),
        signature: champion?.signature ?? null,
        notServed: [...state.failuresOf(route.model), ...unhealthyVersions(route, versions)].map((failure) => ({
          ...failure,
          version: String(failure.version),
        })),
      };
    },
  );
}
