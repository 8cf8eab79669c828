import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import {
  clearedSessionCookie,
  CurrentIdentity,
  limitedVerify,
  FailureLimit,
  readCredentials,
  sessionCookie,
  TokenVerifier,
  type Identity,
} from '@plumbline/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RegistrySettings } from '../env';
import { readBody } from '../http/read-request';
import { SETTINGS } from '../wiring/tokens';
import { Sessions } from './sessions';

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
  private readonly verify: ReturnType<typeof limitedVerify>;

  constructor(
    @Inject(TokenVerifier) verifier: TokenVerifier,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {
    this.verify = limitedVerify(verifier, new FailureLimit());
  }

  @Post()
  @HttpCode(200)
  async signIn(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Identity> {
    const { token } = readBody(sessionBody, body);
    const identity = await this.verify(token, request.ip);
    void reply.header('set-cookie', sessionCookie(token, { secure: this.settings.COOKIE_SECURE }));
    return identity;
  }

  @Get()
  whoAmI(@CurrentIdentity() identity: Identity): Identity {
    return identity;
  }

  @Delete()
  @HttpCode(204)
  async signOut(
    @Headers() headers: Record<string, string>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const credentials = readCredentials(headers);
    if (credentials?.source === 'cookie') await this.sessions.close(credentials.token);
    void reply.header('set-cookie', clearedSessionCookie());
  }
}
