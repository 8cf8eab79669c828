import type { JSONWebKeySet } from 'jose';
import { systemClock, type Clock } from '../../clock/clock';
import { IdentityProviderAwayError } from '../auth.errors';
import { isLoopback } from './oidc-options';

export interface ProviderKeysOptions {
  readonly clock?: Clock;
  readonly timeoutMs?: number;
}

const DISCOVERY_PATH = '/.well-known/openid-configuration';
/** Older keys are good, and read again meanwhile. */
const FRESH_MS = 600_000;
/** A token that names an unknown key makes us ask the provider at most this often. */
const REREAD_MS = 10_000;
const RETRY_MS = 5_000;

/**
 * Keys of the identity provider. What was read once goes on while the provider is away; nothing waits for it longer
 * than the time-out, and after a failure nobody asks again for five seconds.
 */
export class ProviderKeys {
  private keys: { readonly set: JSONWebKeySet; readonly readAtMs: number } | undefined;
  private reading: Promise<JSONWebKeySet> | undefined;
  private failedAtMs = -Infinity;
  private readonly clock: Clock;
  private readonly timeoutMs: number;

  constructor(
    private readonly issuer: string,
    options: ProviderKeysOptions = {},
  ) {
    this.clock = options.clock ?? systemClock;
    this.timeoutMs = options.timeoutMs ?? 3_000;
  }

  /** @throws IdentityProviderAwayError when none were ever read */
  async current(): Promise<JSONWebKeySet> {
    if (!this.keys) return this.read();
    if (this.ageMs() > FRESH_MS) this.read().catch(() => undefined);
    return this.keys.set;
  }

  /** After a token named a key that is not among {@link current}. @returns undefined when that was read just now */
  async rotated(): Promise<JSONWebKeySet | undefined> {
    return this.ageMs() < REREAD_MS ? undefined : this.read();
  }

  private ageMs(): number {
    return this.keys ? this.nowMs() - this.keys.readAtMs : Infinity;
  }

  private nowMs = (): number => this.clock.now().getTime();

  private read(): Promise<JSONWebKeySet> {
    if (!this.reading && this.nowMs() - this.failedAtMs < RETRY_MS)
      return Promise.reject(new IdentityProviderAwayError());
    this.reading ??= this.fetchKeys().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async fetchKeys(): Promise<JSONWebKeySet> {
    try {
      const discovered = await this.fetchJson(`${this.issuer.replace(/\/$/, '')}${DISCOVERY_PATH}`);
      const { issuer, jwks_uri: uri } = discovered as { issuer?: unknown; jwks_uri?: unknown };
      if (issuer !== this.issuer) throw new TypeError(`the provider calls itself ${String(issuer)}`);
      if (typeof uri !== 'string' || !(/^https:/.test(uri) || isLoopback(uri))) throw new TypeError('no safe jwks_uri');
      const set = (await this.fetchJson(uri)) as JSONWebKeySet;
      if (!Array.isArray(set.keys)) throw new TypeError('the key set has no keys');
      this.keys = { set, readAtMs: this.nowMs() };
      return set;
    } catch (error) {
      this.failedAtMs = this.nowMs();
      throw new IdentityProviderAwayError(error);
    }
  }

  private async fetchJson(url: string): Promise<unknown> {
    const signal = AbortSignal.timeout(this.timeoutMs);
    const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
    if (!response.ok) throw new TypeError(`${url} answered ${response.status}`);
    return response.json();
  }
}
