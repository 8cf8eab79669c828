import type { RoutingTable, ServingState, VersionPool } from '@plumbline/serving-core';
import type { FastifyInstance } from 'fastify';
import { buildOpenApi, type DeployedModel, type OpenApiDocument } from '../openapi/build-openapi';
import { docsPage } from '../openapi/docs-page';

/** Types of the champion; a candidate of a running rollout has its own, which its own rows are checked by. */
function deployedModels(table: RoutingTable, versions: Pick<VersionPool, 'get'>): DeployedModel[] {
  return table.all().flatMap(({ model, championVersion }) => {
    const served = championVersion === null ? undefined : versions.get(model, championVersion);
    const { unknownFields } = table.rulesOf(model);
    return served ? [{ model, version: served.version, signature: served.signature, unknownFields }] : [];
  });
}

export function registerDocsRoutes(
  server: FastifyInstance,
  state: ServingState,
  versions: Pick<VersionPool, 'get'>,
): void {
  const document = (): OpenApiDocument => buildOpenApi(deployedModels(state.table, versions));
  server.get('/openapi.json', { config: { access: 'GET /openapi.json' } }, () => document());
  server.get('/docs', { config: { access: 'GET /docs' } }, (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
      .send(docsPage(document())),
  );
}
