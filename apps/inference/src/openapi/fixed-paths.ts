const text = { type: 'string' };
const json = (schema: object) => ({ 'application/json': { schema } });

export const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: text,
    title: text,
    status: { type: 'integer' },
    detail: text,
    code: { ...text, description: 'stable' },
    requestId: text,
    errors: { type: 'array', items: { type: 'object', properties: { pointer: text, detail: text } } },
  },
};

const MEANINGS: Readonly<Record<number, string>> = {
  401: 'No token, or a bad one',
  403: 'Not allowed',
  404: 'Unknown model or version',
  413: 'Body too large',
  422: 'The input does not fit the signature',
  429: 'Too many requests',
  503: 'Not ready or overloaded; see Retry-After',
};

const problemBody = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
export const problems = (...statuses: number[]) =>
  Object.fromEntries(
    statuses.map((status) => [String(status), { description: MEANINGS[status] ?? '', content: problemBody }]),
  );

const servedModel = {
  type: 'object',
  required: ['name', 'ready', 'versions'],
  properties: {
    name: text,
    ready: { type: 'boolean' },
    versions: {
      type: 'array',
      items: { type: 'object', properties: { version: text, weightPercent: { type: 'number' } } },
    },
  },
};

const failure = {
  type: 'object',
  required: ['version', 'code', 'reason', 'since'],
  properties: { version: text, code: text, reason: text, since: { ...text, format: 'date-time' } },
};

const get = (summary: string, schema: object, extra: object = {}) => ({
  get: { summary, tags: ['service'], responses: { '200': { description: 'OK', content: json(schema) }, ...extra } },
});
const publicGet = (summary: string, type: string, extra: object = {}) => ({
  get: {
    summary,
    tags: ['service'],
    security: [],
    responses: { '200': { description: 'OK', content: { [type]: {} } }, ...extra },
  },
});

/** Routes that do not depend on what is deployed. */
export const FIXED_PATHS = {
  '/v1/models': get(
    'Models that are known here',
    {
      type: 'object',
      properties: { models: { type: 'array', items: text }, served: { type: 'array', items: servedModel } },
    },
    problems(401),
  ),
  '/v1/models/{model}': {
    parameters: [{ name: 'model', in: 'path', required: true, schema: text }],
    ...get(
      'One model: ready, versions served, signature, and versions that should serve and cannot be loaded',
      {
        ...servedModel,
        properties: {
          ...servedModel.properties,
          signature: { type: ['object', 'null'] },
          notServed: { type: 'array', items: failure },
        },
      },
      problems(401, 404),
    ),
  },
  '/health/live': publicGet('The process answers', 'application/json'),
  '/health/ready': publicGet('It can predict and record', 'application/json', { '503': { description: 'Not ready' } }),
  '/metrics': publicGet('Prometheus metrics', 'text/plain'),
} as const;
