import { isRole } from '@plumbline/contracts';
import { systemClock, type Clock } from '../clock/clock';
import { BadTokenError } from './auth.errors';
import type { Identity } from './identity';
import type { TokenStore } from './token-store.port';
import { hashToken } from './token';

export interface TokenVerifierOptions {
  readonly clock?: Clock;
  /** A revoked token works at most this long. Default 30 s. */
  readonly cacheMs?: number;
  /** While the store does not answer, a token that was good before stays good this long. Default 5 minutes. */
  readonly graceMs?: number;
}

interface CachedToken {
  readonly identity: Identity | null;
  readonly askedAtMs: number;
}

const MAX_CACHED = 10_000;
/** Unknown tokens are remembered briefly: a new token works soon, a guesser does not reach the database each time. */
const UNKNOWN_MS = 2_000;

export class TokenVerifier {
  private readonly cache = new Map<string, CachedToken>();
  private readonly lookups = new Map<string, Promise<Identity | null>>();
  private readonly clock: Clock;
  private readonly cacheMs: number;
  private readonly graceMs: number;

  constructor(
    private readonly store: TokenStore,
    options: TokenVerifierOptions = {},
  ) {
    this.clock = options.clock ?? systemClock;
    this.cacheMs = options.cacheMs ?? 30_000;
    this.graceMs = options.graceMs ?? 300_000;
  }

  /** For hot paths: no promise while the cache knows the token; undefined means ask {@link verify}. */
  verified(token: string): Identity | undefined {
    const cached = this.cache.get(hashToken(token));
    return cached?.identity && this.isFresh(cached) ? cached.identity : undefined;
  }

  /** @throws BadTokenError */
  async verify(token: string): Promise<Identity> {
    const hash = hashToken(token);
    const cached = this.cache.get(hash);
    const identity = cached && this.isFresh(cached) ? cached.identity : await this.lookUp(hash, cached);
    if (!identity) throw new BadTokenError();
    return identity;
  }

  private isFresh({ identity, askedAtMs }: CachedToken): boolean {
    return this.clock.now().getTime() - askedAtMs < (identity ? this.cacheMs : Math.min(UNKNOWN_MS, this.cacheMs));
  }

  private async lookUp(hash: string, known: CachedToken | undefined): Promise<Identity | null> {
    let lookup = this.lookups.get(hash);
    if (!lookup) {
      lookup = this.ask(hash, known).finally(() => this.lookups.delete(hash));
      this.lookups.set(hash, lookup);
    }
    return lookup;
  }

  private async ask(hash: string, known: CachedToken | undefined): Promise<Identity | null> {
    const askedAtMs = this.clock.now().getTime();
    try {
      const stored = await this.store.findByHash(hash);
      const valid = stored !== null && !stored.revoked;
      const identity = valid && isRole(stored.role) ? { name: stored.name, role: stored.role } : null;
      this.remember(hash, { identity, askedAtMs });
      return identity;
    } catch (error) {
      if (known?.identity && askedAtMs - known.askedAtMs < this.graceMs) return known.identity;
      throw error;
    }
  }

  private remember(hash: string, entry: CachedToken): void {
    this.cache.delete(hash);
    this.cache.set(hash, entry);
    if (this.cache.size > MAX_CACHED) this.cache.delete(this.cache.keys().next().value as string);
  }
}
