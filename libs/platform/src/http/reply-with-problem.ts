import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logging/create-logger';
import { PROBLEM_TYPE, problemOf, retryAfterOf } from './problem-reply';

interface Asked {
  readonly requestId: string;
  readonly method: string;
  readonly route: string | undefined;
}

interface RenderedProblem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The answer to a failed request; logs what the caller is not told. */
export function renderProblem(error: unknown, { requestId, method, route }: Asked, logger: Logger): RenderedProblem {
  const problem = problemOf(error);
  const { status } = problem;
  const fields = { err: error, requestId, method, route };
  if (status >= 500 && status !== 503) logger.error(fields, 'request failed');
  else logger.debug(fields, 'request refused');
  const retryAfter = retryAfterOf(error, status);
  const headers = {
    'content-type': PROBLEM_TYPE,
    'x-request-id': requestId,
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
  };
  return { status, headers, body: Buffer.from(JSON.stringify({ ...problem, requestId })) };
}

export function replyWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  const asked = { requestId: request.id, method: request.method, route: request.routeOptions?.url };
  const { status, headers, body } = renderProblem(error, asked, logger);
  // The body is a buffer, because Fastify adds a charset to text, which the media type does not have.
  void reply.code(status).headers(headers).send(body);
}
