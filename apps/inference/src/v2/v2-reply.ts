import { problemOf, retryAfterOf, type Logger } from '@plumbline/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { messageOf, statusOf } from './v2-errors';

/** A buffer, since Fastify adds a charset to text and KServe's client compares the media type to the letter. */
export const sendJson = (reply: FastifyReply, body: unknown, status = 200): FastifyReply =>
  reply
    .code(status)
    .header('content-type', 'application/json')
    .send(Buffer.from(JSON.stringify(body)));

/** `{"error": text}`, and the log of what the caller is not told. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  const status = statusOf(error);
  if (status >= 500 && status !== 503)
    logger.error({ err: error, method: request.method, route: request.routeOptions?.url }, 'request failed');
  const retryAfter = retryAfterOf(error, problemOf(error).status);
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  void sendJson(reply, { error: messageOf(error) }, status);
}

/** Methods by path, for 405: the router itself only knows 404. */
const PATHS: readonly (readonly [RegExp, string])[] = [
  [/^\/v2\/models\/[^/]+(\/versions\/[^/]+)?\/infer\/?$/, 'POST'],
  [/^\/v2\/repository\/index\/?$/, 'POST'],
  [/^\/v2(\/health\/(live|ready)|\/models(\/[^/]+(\/versions\/[^/]+)?(\/ready)?)?)?\/?$/, 'GET, HEAD'],
];

export function isUnderV2({ url }: Pick<FastifyRequest, 'url'>): boolean {
  return /^\/v2([/?]|$)/.test(url);
}

/** For the not-found handler of the whole server; false: not ours. */
export function replyUnderV2(request: FastifyRequest, reply: FastifyReply): boolean {
  if (!isUnderV2(request)) return false;
  const [path = ''] = request.url.split('?');
  const allowed = PATHS.find(([pattern]) => pattern.test(path))?.[1];
  if (allowed === undefined) void sendJson(reply, { error: `there is nothing at ${path}` }, 404);
  else void sendJson(reply.header('allow', allowed), { error: `${path} takes ${allowed}, not ${request.method}` }, 405);
  return true;
}
