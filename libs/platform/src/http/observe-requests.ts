import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Identity } from '../auth/identity';
import type { Logger } from '../logging/create-logger';
import { runInSpan } from '../tracing/active-span';
import type { Tracing } from '../tracing/create-tracing';
import type { TraceSpan } from '../tracing/trace-span';

type Observed = FastifyRequest & { identity?: Identity; span?: TraceSpan };

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

const routeOf = ({ method, routeOptions }: FastifyRequest): string => `${method} ${routeOptions.url ?? 'unknown'}`;

/** The pattern of the route and never the address: a subject may stand in it. */
function log(request: Observed, reply: FastifyReply, logger: Logger): void {
  const level = READS.has(request.method) ? 'debug' : 'info';
  if (!logger.isLevelEnabled(level)) return;
  const fields = {
    route: routeOf(request),
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
    requestId: request.id,
    actor: request.identity?.id,
    trace_id: request.span?.traceId,
  };
  logger[level](fields, 'request');
}

/**
 * For a server that is not a data plane: a span a request that is sampled, below which database, bus and jobs are recorded,
 * and a log line (`info` for what changes something, `debug` for reads).
 */
export function observeRequests(
  server: FastifyInstance,
  { logger, tracing }: { readonly logger: Logger; readonly tracing: Tracing },
): void {
  server.addHook('onRequest', (request: Observed, _reply, done) => {
    const { traceparent } = request.headers as { traceparent?: string };
    request.span = tracing.begin(routeOf(request), 'SERVER', traceparent, { 'http.request.method': request.method });
    done();
  });
  // After the body was read: reading it would lose the span.
  server.addHook('preHandler', (request: Observed, _reply, done) => runInSpan(request.span, done));
  server.addHook('onResponse', (request: Observed, reply, done) => {
    const { span } = request;
    if (span) {
      span.set({ 'http.response.status_code': reply.statusCode, 'http.route': request.routeOptions.url ?? 'unknown' });
      if (reply.statusCode >= 500) span.fail({ name: String(reply.statusCode) });
      span.end();
    }
    log(request, reply, logger);
    done();
  });
}
