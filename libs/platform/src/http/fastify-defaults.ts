import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { PlumblineError } from '@plumbline/problem';
import type { Logger } from '../logging/create-logger';
import { replyWithProblem } from './reply-with-problem';

const SAFE_REQUEST_ID = /^[\w.:-]{1,128}$/;

interface RawRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** `new FastifyAdapter(fastifyDefaults())`: a caller's `x-request-id` is kept when it is harmless. */
export function fastifyDefaults(options: { readonly bodyLimit?: number; readonly newId?: () => string } = {}) {
  const { newId = uuidv7 } = options;
  return {
    bodyLimit: options.bodyLimit ?? 8 * 1024 * 1024,
    requestIdHeader: false as const,
    genReqId: ({ headers }: RawRequest): string => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && SAFE_REQUEST_ID.test(given) ? given : newId();
    },
  };
}

/**
 * For a bare Fastify server, what ProblemFilter is for Nest.
 * @param answerNotFound answers an unknown address in another protocol's words, or says that it is none of its own
 */
export function registerProblemHandlers(
  server: FastifyInstance,
  logger: Logger,
  answerNotFound: (request: FastifyRequest, reply: FastifyReply) => boolean = () => false,
): void {
  server.setErrorHandler((error, request: FastifyRequest, reply: FastifyReply) =>
    replyWithProblem(error, request, reply, logger),
  );
  server.setNotFoundHandler((request, reply) => {
    if (answerNotFound(request, reply)) return;
    const error = new PlumblineError('not_found', 'route_not_found', `There is no ${request.method} ${request.url}.`);
    replyWithProblem(error, request, reply, logger);
  });
}
