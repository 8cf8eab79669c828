import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { problemOf, type Logger } from '@plumbline/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isMlflowAddress, toMlflowError } from './mlflow-error';

export function replyWithMlflowError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
): void {
  const { status, body } = toMlflowError(problemOf(error));
  const fields = { err: error, requestId: request.id, method: request.method, route: request.routeOptions?.url };
  if (status >= 500 && status !== 501 && status !== 503) logger.error(fields, 'request failed');
  else logger.debug(fields, 'request refused');
  if (status === 401) void reply.header('www-authenticate', 'Basic realm="plumbline"');
  if (status === 429 || status === 503) void reply.header('retry-after', '1');
  void reply.code(status).header('x-request-id', request.id).send(body);
}

/** Under MLflow's addresses errors have MLflow's form; elsewhere `others` answers. */
@Catch()
export class MlflowErrorFilter implements ExceptionFilter {
  constructor(
    private readonly others: ExceptionFilter,
    private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (!isMlflowAddress(request.url)) this.others.catch(error, host);
    else replyWithMlflowError(error, request, http.getResponse<FastifyReply>(), this.logger);
  }
}
