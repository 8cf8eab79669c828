import { createParamDecorator, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NoTokenError } from '../auth/auth.errors';
import type { Identity } from '../auth/identity';
import type { AccessCheck } from './access-check';

type IdentifiedRequest = FastifyRequest & { identity?: Identity };

/** `{ provide: APP_GUARD, useFactory: (v) => new AccessGuard(accessCheck(ACCESS_MATRIX.registry, v)), inject: [...] }` */
export class AccessGuard implements CanActivate {
  constructor(private readonly check: AccessCheck) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    const { method, headers, ip: address } = request;
    const { model } = request.params as { model?: string };
    const routePattern = request.routeOptions.url ?? '';
    request.identity = await this.check({ method, routePattern, headers, model, address });
    return true;
  }
}

/** Controller parameter: who asks. @throws NoTokenError on a public route */
export const CurrentIdentity = createParamDecorator((_: unknown, context: ExecutionContext): Identity => {
  const { identity } = context.switchToHttp().getRequest<IdentifiedRequest>();
  if (!identity) throw new NoTokenError();
  return identity;
});
