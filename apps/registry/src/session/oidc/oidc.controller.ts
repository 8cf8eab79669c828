import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { SignInMethodsView } from '@plumbline/contracts';
import { problemOf, sessionCookie, type Logger } from '@plumbline/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RegistrySettings } from '../../env';
import { LOGGER, SETTINGS } from '../../wiring/tokens';
import { SESSION_SECONDS, Sessions } from '../sessions';
import { OidcSignIn } from './oidc-sign-in';
import { SignInFailedError, SignInOffError } from './oidc.errors';
import { signInPage } from './sign-in-page';
import { localPath, SignInCookie } from './sign-in-state';

export const OIDC_SIGN_IN = Symbol('sign-in at the identity provider');

/** Pages that a browser is sent to; they answer in words, not in JSON. */
@Controller('api/v1/session')
export class OidcController {
  private readonly cookie: SignInCookie;

  constructor(
    @Inject(OIDC_SIGN_IN) private readonly signIn: OidcSignIn | null,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.cookie = new SignInCookie(settings.OIDC_CLIENT_SECRET ?? settings.DATABASE_URL, settings.COOKIE_SECURE);
  }

  @Get('methods')
  methods(): SignInMethodsView {
    if (!this.signIn) return { token: true, oidc: null };
    return { token: true, oidc: { name: new URL(this.signIn.options.issuer).host, url: '/api/v1/session/oidc' } };
  }

  @Get('oidc')
  async begin(@Query('next') next: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(reply, async () => {
      if (!this.signIn) throw new SignInOffError();
      const { url, state } = await this.signIn.begin(localPath(next));
      void reply.header('set-cookie', this.cookie.write(state, new Date()));
      return url;
    });
  }

  @Get('oidc/callback')
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(reply, async () => {
      if (!this.signIn) throw new SignInOffError();
      const expected = this.cookie.read(request.headers.cookie, new Date());
      void reply.header('set-cookie', this.cookie.clear());
      if (!expected) throw new SignInFailedError('The sign-in was not started here, or too long ago: start it again.');
      const at = request.url.indexOf('?');
      const person = await this.signIn.finish(at < 0 ? '' : request.url.slice(at), expected);
      const token = await this.sessions.open(person);
      const options = { secure: this.settings.COOKIE_SECURE, maxAgeSeconds: SESSION_SECONDS };
      void reply.header('set-cookie', [this.cookie.clear(), sessionCookie(token, options)]);
      return localPath(expected.next);
    });
  }

  /** To where `work` says, or a page that tells what went wrong. */
  private async answer(reply: FastifyReply, work: () => Promise<string>): Promise<void> {
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    try {
      await reply.redirect(await work(), 302);
    } catch (error) {
      const { status, title, detail } = problemOf(error);
      if (status >= 500) this.logger.warn({ err: error }, 'a sign-in failed');
      else this.logger.debug({ err: error }, 'a sign-in was refused');
      if (status === 503) void reply.header('retry-after', '5');
      await reply.code(status).type('text/html; charset=utf-8').send(signInPage(title, detail));
    }
  }
}
