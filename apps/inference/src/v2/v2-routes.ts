import { problemOf, readiness, type Logger, type Operations } from '@plumbline/platform';
import {
  parseInferRequest,
  parseLossless,
  rawRequest,
  writeInferResponse,
  type InferRequest,
  type InferTensors,
  type TensorInfo,
} from '@plumbline/serving-core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PredictionMetrics } from '../metrics/prediction-metrics';
import type { RequestWatch, WatchedRequest } from '../requests/request-watch';
import { inferCommand } from './infer-command';
import { decodeBody, encodeBody } from './infer-coding';
import {
  modelMetadata,
  parseVersion,
  repositoryIndex,
  servedVersion,
  SERVER,
  type ModelViewParts,
} from './model-views';
import { sendError, sendJson } from './v2-reply';

export interface V2Parts extends ModelViewParts {
  readonly infer: InferTensors;
  readonly metrics: PredictionMetrics;
  readonly watch: RequestWatch;
  readonly operations: Operations;
  readonly logger: Logger;
}

type ModelRequest = FastifyRequest<{ Params: { model: string; version?: string } }>;

const MAX_BODY_BYTES = 64 * 1024 * 1024;
const HEADER_LENGTH = 'inference-header-content-length';

/** Load balancers ask by HEAD. */
const ALSO_HEAD = { exposeHeadRoute: true } as const;

function headerLengthOf(request: FastifyRequest): number | undefined {
  const text = request.headers[HEADER_LENGTH];
  return text === undefined ? undefined : /^\d{1,15}$/.test(String(text)) ? Number(text) : NaN;
}

async function readRequest(
  request: FastifyRequest,
  inputs: () => Promise<readonly TensorInfo[]>,
): Promise<InferRequest> {
  const sent = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const body = await decodeBody(sent, request.headers['content-encoding'], MAX_BODY_BYTES);
  const length = headerLengthOf(request);
  return length === 0 ? rawRequest(await inputs(), body) : parseInferRequest(body, length);
}

async function infer(
  parts: V2Parts,
  watched: WatchedRequest,
  { request, reply }: { request: ModelRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const { model, trace, startedAtMs } = watched;
  const version = parseVersion(request.params.version);
  const inputs = async () => (await servedVersion(parts, model, version)).graph.inputs;
  const asked = { model, version, trace, request: await readRequest(request, inputs) };
  const { answer, binaryNames, recordedId, records } = await parts.infer.execute(inferCommand(asked, request.identity));
  const { body, headerLength } = writeInferResponse(answer, binaryNames);
  const packed = await encodeBody(body, request.headers['accept-encoding']);
  parts.metrics.answered(model, answer.version, (performance.now() - startedAtMs) / 1_000);
  if (parts.watch.isWatched(model, recordedId, trace)) parts.watch.answered(watched, records());
  if (headerLength !== undefined) void reply.header(HEADER_LENGTH, headerLength);
  if (packed.coding !== undefined) void reply.header('content-encoding', packed.coding);
  return reply
    .header('content-type', headerLength === undefined ? 'application/json' : 'application/octet-stream')
    .header('x-model-version', String(answer.version))
    .send(packed.body);
}

function registerServerRoutes(v2: FastifyInstance, parts: V2Parts): void {
  const { operations } = parts;
  v2.get('/v2', ALSO_HEAD, (_request, reply) => sendJson(reply, SERVER));
  v2.get('/v2/health/live', ALSO_HEAD, (_request, reply) => sendJson(reply, { live: true }));
  v2.get('/v2/health/ready', ALSO_HEAD, async (_request, reply) => {
    const { ready } = await readiness(operations.checks);
    return ready
      ? sendJson(reply, { ready: true, live: true })
      : sendJson(reply, { error: 'the server is not ready' }, 503);
  });
  v2.post<{ Body: Buffer | undefined }>('/v2/repository/index', (request, reply) => {
    const body = request.body?.length ? parseLossless(request.body.toString()) : {};
    const onlyReady = (body as { ready?: unknown } | null)?.ready === true;
    return sendJson(reply, repositoryIndex(parts, request.identity, onlyReady));
  });
  v2.get('/v2/models', ALSO_HEAD, (request, reply) => {
    const names = repositoryIndex(parts, request.identity, true).map(({ name }) => name);
    return sendJson(reply, { models: [...new Set(names)] });
  });
}

function registerModelRoutes(v2: FastifyInstance, parts: V2Parts): void {
  for (const base of ['/v2/models/:model', '/v2/models/:model/versions/:version'] as const) {
    v2.get(base, ALSO_HEAD, async (request: ModelRequest, reply) => {
      const { model, version } = request.params;
      return sendJson(reply, await modelMetadata(parts, model, parseVersion(version)));
    });
    v2.get(`${base}/ready`, ALSO_HEAD, async (request: ModelRequest, reply) => {
      const { model, version } = request.params;
      await servedVersion(parts, model, parseVersion(version));
      return sendJson(reply, { name: model, ready: true });
    });
    v2.post(`${base}/infer`, async (request: ModelRequest, reply) => {
      const { model } = request.params;
      const { traceparent } = request.headers as { traceparent?: string };
      const trace = parts.watch.begin('v2 infer', traceparent);
      const watched = {
        route: 'v2 infer',
        model,
        startedAtMs: performance.now(),
        identity: request.identity,
        trace,
      } as const;
      try {
        return await infer(parts, watched, { request, reply });
      } catch (error) {
        parts.metrics.refused(parts.state.table.find(model) ? model : 'unknown', problemOf(error).code);
        parts.watch.refused(watched, error);
        throw error;
      }
    });
  }
}

/** Open Inference Protocol v2 over REST: every error under `/v2` is `{"error": text}`, every success exactly 200. */
export function registerV2Routes(server: FastifyInstance, parts: V2Parts): void {
  void server.register(async (v2) => {
    // Stock clients send no or a wrong Content-Type: the body is read as bytes, whatever it is called.
    v2.removeAllContentTypeParsers();
    v2.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    v2.setErrorHandler((error, request, reply) => sendError(error, request, reply, parts.logger));
    registerServerRoutes(v2, parts);
    registerModelRoutes(v2, parts);
  });
}
