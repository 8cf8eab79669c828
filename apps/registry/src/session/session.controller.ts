import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Res } from '@nestjs/common';
import {
  clearedSessionCookie,
  CurrentIdentity,
  sessionCookie,
  TokenVerifier,
  type Identity,
} from '@plumbline/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { RegistrySettings } from '../env';
import { readBody } from '../http/read-request';
import { SETTINGS } from '../wiring/tokens';

const sessionBody = z.object({
  token: z
    .string()
    .trim()
    .min(1)
    .max(512)
    .regex(/^[\x21-\x3a\x3c-\x7e]+$/, 'not a token'),
});

/** Signing in on the dashboard: the token moves into a cookie that no script can read. */
@Controller('api/v1/session')
export class SessionController {
  constructor(
    @Inject(TokenVerifier) private readonly verifier: TokenVerifier,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  @Post()
  @HttpCode(200)
  async signIn(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<Identity> {
    const { token } = readBody(sessionBody, body);
    const identity = await this.verifier.verify(token);
    void reply.header('set-cookie', sessionCookie(token, { secure: this.settings.COOKIE_SECURE }));
    return identity;
  }

  @Get()
  whoAmI(@CurrentIdentity() identity: Identity): Identity {
    return identity;
  }

  @Delete()
  @HttpCode(204)
  signOut(@Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.header('set-cookie', clearedSessionCookie());
  }
}
