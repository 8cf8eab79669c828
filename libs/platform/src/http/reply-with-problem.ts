import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logging/create-logger';
import { PROBLEM_TYPE, problemOf, retryAfterOf } from './problem-reply';

/** Answers with a problem, and logs what the caller is not told. */
export function replyWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  const problem = problemOf(error);
  const fields = { err: error, requestId: request.id, method: request.method, route: request.routeOptions?.url };
  if (problem.status >= 500 && problem.status !== 503) logger.error(fields, 'request failed');
  else logger.debug(fields, 'request refused');
  const retryAfter = retryAfterOf(error, problem.status);
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply
    .code(problem.status)
    .header('content-type', PROBLEM_TYPE)
    .header('x-request-id', request.id)
    // A buffer, because Fastify adds a charset to text, which the media type does not have.
    .send(Buffer.from(JSON.stringify({ ...problem, requestId: request.id })));
}
