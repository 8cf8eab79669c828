import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Metrics } from '../metrics/create-metrics';
import { readiness, type ReadinessChecks } from './readiness';

export interface Operations {
  readonly checks: ReadinessChecks;
  readonly metrics: Metrics;
}

export async function sendReadiness(checks: ReadinessChecks, reply: FastifyReply): Promise<void> {
  const result = await readiness(checks);
  await reply.code(result.ready ? 200 : 503).send({ status: result.ready ? 'ready' : 'not ready', ...result });
}

export async function sendMetrics(metrics: Metrics, reply: FastifyReply): Promise<void> {
  await reply.header('content-type', metrics.contentType).send(await metrics.text());
}

/** `/health/live`, `/health/ready` and `/metrics` on a bare Fastify server. */
export function registerOperations(server: FastifyInstance, { checks, metrics }: Operations): void {
  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', (_request, reply) => sendReadiness(checks, reply));
  server.get('/metrics', (_request, reply) => sendMetrics(metrics, reply));
}
