import { Controller, Get, Inject, Module, Res, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Metrics } from '../metrics/create-metrics';
import { readiness, type ReadinessChecks } from './readiness';

export interface Operations {
  readonly checks: ReadinessChecks;
  readonly metrics: Metrics;
}

const OPERATIONS = Symbol('operations');

async function sendReadiness(checks: ReadinessChecks, reply: FastifyReply): Promise<void> {
  const result = await readiness(checks);
  await reply.code(result.ready ? 200 : 503).send({ status: result.ready ? 'ready' : 'not ready', ...result });
}

async function sendMetrics(metrics: Metrics, reply: FastifyReply): Promise<void> {
  await reply.header('content-type', metrics.contentType).send(await metrics.text());
}

@Controller()
class OperationsController {
  constructor(@Inject(OPERATIONS) private readonly operations: Operations) {}

  @Get('health/live')
  live(): { status: string } {
    return { status: 'live' };
  }

  @Get('health/ready')
  ready(@Res() reply: FastifyReply): Promise<void> {
    return sendReadiness(this.operations.checks, reply);
  }

  @Get('metrics')
  metrics(@Res() reply: FastifyReply): Promise<void> {
    return sendMetrics(this.operations.metrics, reply);
  }
}

/** `/health/live`, `/health/ready` (503 and the names of what fails) and `/metrics`. */
@Module({})
export class OperationsModule {
  static forRootAsync(options: {
    imports?: DynamicModule['imports'];
    inject?: FactoryProvider['inject'];
    useFactory: FactoryProvider<Operations>['useFactory'];
  }): DynamicModule {
    const { imports = [], inject = [], useFactory } = options;
    return {
      module: OperationsModule,
      imports,
      controllers: [OperationsController],
      providers: [{ provide: OPERATIONS, inject, useFactory }],
    };
  }
}

/** The same routes on a bare Fastify server. */
export function registerOperations(server: FastifyInstance, { checks, metrics }: Operations): void {
  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', (_request, reply) => sendReadiness(checks, reply));
  server.get('/metrics', (_request, reply) => sendMetrics(metrics, reply));
}
