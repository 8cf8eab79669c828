import {
  ACCESS_MATRIX,
  aliasBodySchema,
  changeUserBodySchema,
  newTokenBodySchema,
  approvalBodySchema,
  cardBodySchema,
  decisionBodySchema,
  gateReportBodySchema,
  outcomeEventSchema,
  POLICY_SCHEMAS,
  promoteBodySchema,
  reasonBodySchema,
  removeAliasBodySchema,
  rollbackBodySchema,
  promoteRolloutBodySchema,
  simulateRolloutBodySchema,
  startRolloutBodySchema,
  versionManifestSchema,
} from '@plumbline/contracts';
import { z } from 'zod';
import { SUMMARIES } from './route-summaries';

type Json = Record<string, unknown>;

const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return json;
};
const json = (schema: Json): Json => ({ required: true, content: { 'application/json': { schema } } });
const file = (contentMediaType: string): Json => ({ type: 'string', contentMediaType });

const VERSION_FORM: Json = {
  type: 'object',
  required: ['artifact'],
  properties: {
    artifact: file('application/octet-stream'),
    manifest: schemaOf(versionManifestSchema),
    reference: file('text/csv'),
    file: { type: 'array', maxItems: 64, items: file('application/octet-stream') },
  },
};

const reason = json(schemaOf(reasonBodySchema));
const decision = json(schemaOf(decisionBodySchema));
const BODIES: Readonly<Record<string, Json>> = {
  'POST /api/v1/session': json({ type: 'object', required: ['token'], properties: { token: { type: 'string' } } }),
  'POST /api/v1/tokens': json(schemaOf(newTokenBodySchema)),
  'PATCH /api/v1/users/:id': json(schemaOf(changeUserBodySchema)),
  'POST /api/v1/models/:model/versions': {
    required: true,
    content: { 'multipart/form-data': { schema: VERSION_FORM } },
  },
  'POST /api/v1/models/:model/versions/:version/archive': reason,
  'POST /api/v1/models/:model/versions/:version/unarchive': reason,
  'PUT /api/v1/models/:model/aliases/:alias': json(schemaOf(aliasBodySchema)),
  'DELETE /api/v1/models/:model/aliases/:alias': json(schemaOf(removeAliasBodySchema)),
  'PUT /api/v1/models/:model/versions/:version/card': json(schemaOf(cardBodySchema)),
  'PUT /api/v1/models/:model/versions/:version/gate-report': json(schemaOf(gateReportBodySchema)),
  'POST /api/v1/approvals': json(schemaOf(approvalBodySchema)),
  'POST /api/v1/approvals/:id/approve': decision,
  'POST /api/v1/approvals/:id/reject': decision,
  'POST /api/v1/approvals/:id/withdraw': decision,
  'POST /api/v1/models/:model/promote': json(schemaOf(promoteBodySchema)),
  'POST /api/v1/models/:model/rollback': json(schemaOf(rollbackBodySchema)),
  'PUT /api/v1/models/:model/policies/:kind': json({ oneOf: Object.values(POLICY_SCHEMAS).map(schemaOf) }),
  'POST /api/v1/models/:model/rollouts': json(schemaOf(startRolloutBodySchema)),
  'POST /api/v1/models/:model/rollouts/simulate': json(schemaOf(simulateRolloutBodySchema)),
  'POST /api/v1/rollouts/:id/pause': reason,
  'POST /api/v1/rollouts/:id/resume': reason,
  'POST /api/v1/rollouts/:id/promote': json(schemaOf(promoteRolloutBodySchema)),
  'POST /api/v1/rollouts/:id/abort': reason,
  'POST /api/v1/models/:model/retrain': json({ type: 'object', properties: { reason: { type: 'string' } } }),
  'POST /api/v1/outcomes': json({
    type: 'object',
    required: ['outcomes'],
    properties: { outcomes: { type: 'array', items: schemaOf(outcomeEventSchema) } },
  }),
};

const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'Stable: programs may rely on it.' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { pointer: { type: 'string' }, detail: { type: 'string' } } },
    },
  },
};
const PROBLEM_ANSWER: Json = {
  description: 'What is wrong and what to do (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function operation(route: string, path: string, access: 'public' | readonly string[]): Json {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const body = BODIES[route];
  return {
    summary: SUMMARIES[route] ?? route,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: { '2XX': { description: 'Done' }, default: PROBLEM_ANSWER },
    ...(access === 'public' ? { security: [] } : { 'x-roles': access }),
  };
}

/** OpenAPI 3.1 of the control plane, made from the access matrix and the contracts. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const [route, access] of Object.entries(ACCESS_MATRIX.registry)) {
    const [method = '', pattern = ''] = route.split(' ');
    const path = pattern.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(route, path, access) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Plumbline control plane', version: '0.1.0' },
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'plumbline_session' },
      },
      schemas: { Problem: PROBLEM },
    },
  };
}
