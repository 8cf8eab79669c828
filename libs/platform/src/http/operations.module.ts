import { Controller, Get, Inject, Module, Res, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { sendMetrics, sendReadiness, type Operations } from './operations';

const OPERATIONS = Symbol('operations');

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
