import { systemClock, type Clock } from '../clock/clock';
import { BadTokenError, TokenExpiredError } from './auth.errors';
import type { Identity } from './identity';
import { identityOfToken } from './stored-identity';
import type { TokenStore } from './token-store.port';
import { hashToken, looksLikeJwt } from './token';

/** Access tokens of the identity provider. */
export interface JwtVerifier {
  /** @throws BadTokenError, TokenExpiredError, NotAllowedError, IdentityProviderAwayError */
  verify(jwt: string): Promise<VerifiedToken>;
}

export interface VerifiedToken {
  readonly identity: Identity;
  /** Null: does not expire. */
  readonly expiresAtMs: number | null;
  /** Row whose last use is written down. */
  readonly tokenId?: string | undefined;
}

export interface TokenVerifierOptions {
  readonly clock?: Clock;
  /** A revoked token works at most this long where nobody calls {@link TokenVerifier.forget}. Default 30 s. */
  readonly cacheMs?: number;
  /** While the store does not answer, a token that was good before stays good this long. Default 5 minutes. */
  readonly graceMs?: number;
  /** Without it, access tokens of an identity provider are unknown. */
  readonly jwts?: JwtVerifier | undefined;
}

interface Answer {
  readonly verified: VerifiedToken | null;
  readonly refusal?: 'unknown' | 'expired';
}

interface CachedToken extends Answer {
  readonly askedAtMs: number;
  readonly freshUntilMs: number;
  isUsed: boolean;
}

const MAX_CACHED = 10_000;
/** Unknown tokens are remembered briefly: a new token works soon, a guesser does not reach the database each time. */
const UNKNOWN_MS = 2_000;
const JWT_CACHE_MS = 300_000;

export class TokenVerifier {
  private readonly cache = new Map<string, CachedToken>();
  private readonly lookups = new Map<string, Promise<CachedToken>>();
  private readonly used = new Set<string>();
  private readonly clock: Clock;
  private readonly cacheMs: number;
  private readonly graceMs: number;
  private readonly jwts: JwtVerifier | undefined;
  private forgotten = 0;

  constructor(
    private readonly store: TokenStore,
    options: TokenVerifierOptions = {},
  ) {
    this.clock = options.clock ?? systemClock;
    this.cacheMs = options.cacheMs ?? 30_000;
    this.graceMs = options.graceMs ?? 300_000;
    this.jwts = options.jwts;
  }

  /** For hot paths: no promise while the cache knows the token; undefined means ask {@link verify}. */
  verified(token: string): Identity | undefined {
    return this.verifiedHash(hashToken(token));
  }

  /** {@link verified} for who has hashed the token already. */
  verifiedHash(hash: string): Identity | undefined {
    const cached = this.cache.get(hash);
    return cached?.verified && this.isFresh(cached) ? this.noteUse(cached, cached.verified) : undefined;
  }

  /** @throws BadTokenError, TokenExpiredError; for an access token what {@link JwtVerifier} throws */
  async verify(token: string): Promise<Identity> {
    const hash = hashToken(token);
    const cached = this.cache.get(hash);
    const answer = cached && this.isFresh(cached) ? cached : await this.lookUp(token, hash, cached);
    if (answer.verified) return this.noteUse(answer, answer.verified);
    throw answer.refusal === 'expired' ? new TokenExpiredError() : new BadTokenError();
  }

  /** The next use asks the store again. */
  forget(hash: string): void {
    this.forgotten++;
    this.cache.delete(hash);
    this.lookups.delete(hash);
  }

  /** Tokens, sessions and access tokens of a person. */
  forgetUser(id: string): void {
    const person = `user:${id}`;
    for (const [hash, { verified }] of this.cache) if (verified?.identity.person === person) this.cache.delete(hash);
    this.forgotten++;
    this.lookups.clear();
  }

  /**
   * Something may have been missed: every token is asked for again. While the store does not answer, what was good stays good
   * within the grace, as it does for a token that is no longer fresh.
   */
  doubtAll(): void {
    this.forgotten++;
    for (const [hash, entry] of this.cache) this.cache.set(hash, { ...entry, freshUntilMs: 0 });
    this.lookups.clear();
  }

  forgetAll(): void {
    this.forgotten++;
    this.cache.clear();
    this.lookups.clear();
  }

  /** Ids of the tokens that were used since the last call. */
  takeUsed(): string[] {
    const ids = [...this.used];
    this.used.clear();
    return ids;
  }

  private noteUse(entry: CachedToken, { identity, tokenId }: VerifiedToken): Identity {
    if (!entry.isUsed && tokenId !== undefined) this.used.add(tokenId);
    entry.isUsed = true;
    return identity;
  }

  private isFresh({ freshUntilMs }: CachedToken): boolean {
    return this.clock.now().getTime() < freshUntilMs;
  }

  private async lookUp(token: string, hash: string, known: CachedToken | undefined): Promise<CachedToken> {
    const running = this.lookups.get(hash);
    if (running) return running;
    const lookup = this.ask(token, hash, known).finally(() => {
      if (this.lookups.get(hash) === lookup) this.lookups.delete(hash);
    });
    this.lookups.set(hash, lookup);
    return lookup;
  }

  private async ask(token: string, hash: string, known: CachedToken | undefined): Promise<CachedToken> {
    const askedAtMs = this.clock.now().getTime();
    const forgottenBefore = this.forgotten;
    const isJwt = this.jwts !== undefined && looksLikeJwt(token);
    const answer = await this.askWithGrace(isJwt ? () => this.askJwt(token) : () => this.askStore(hash), known);
    if ('askedAtMs' in answer) return answer;
    const { verified } = answer;
    const keepMs = !verified ? Math.min(UNKNOWN_MS, this.cacheMs) : isJwt ? JWT_CACHE_MS : this.cacheMs;
    const freshUntilMs = Math.min(askedAtMs + keepMs, verified?.expiresAtMs ?? Infinity);
    const entry: CachedToken = { ...answer, askedAtMs, freshUntilMs, isUsed: false };
    // What was read before a revocation may not outlive it.
    if (forgottenBefore === this.forgotten) this.remember(hash, entry);
    return entry;
  }

  private async askWithGrace(ask: () => Promise<Answer>, known?: CachedToken): Promise<Answer | CachedToken> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof TokenExpiredError) return { verified: null, refusal: 'expired' };
      if (error instanceof BadTokenError) return { verified: null, refusal: 'unknown' };
      const nowMs = this.clock.now().getTime();
      const isInGrace = known?.verified && nowMs - known.askedAtMs < this.graceMs;
      if (isInGrace && nowMs < (known.verified.expiresAtMs ?? Infinity)) return known;
      throw error;
    }
  }

  private async askJwt(token: string): Promise<Answer> {
    return { verified: await (this.jwts as JwtVerifier).verify(token) };
  }

  private async askStore(hash: string): Promise<Answer> {
    const stored = await this.store.findByHash(hash);
    const identity = identityOfToken(stored, this.clock.now());
    return { verified: { identity, expiresAtMs: stored?.expiresAt?.getTime() ?? null, tokenId: stored?.id } };
  }

  private remember(hash: string, entry: CachedToken): void {
    this.cache.delete(hash);
    this.cache.set(hash, entry);
    if (this.cache.size > MAX_CACHED) this.cache.delete(this.cache.keys().next().value as string);
  }
}
