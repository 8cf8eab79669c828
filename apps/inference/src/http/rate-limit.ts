import { PlumblineError } from '@plumbline/problem';

class RateLimitedError extends PlumblineError {
  constructor(perSecond: number, retryAfterSeconds: number) {
    const message = `This token may make ${perSecond} requests a second. Try again later.`;
    super('overloaded', 'rate_limited', message, { details: { retryAfterSeconds } });
  }
}

export interface RateLimitOptions {
  /** 0: no limit. */
  readonly perSecond: number;
  /** Requests at once after a pause; default: those of a second. */
  readonly burst?: number | undefined;
  readonly nowMs?: () => number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Tokens that asked nothing for long are forgotten when this many are known: their buckets are full again. */
const MAX_BUCKETS = 10_000;
const SWEEP_MS = 1_000;

/**
 * A token bucket for each caller, in the memory of one process: `burst` at once, then `perSecond` in the mean. Several
 * processes behind one port each allow as much.
 */
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();
  private sweptAtMs = -Infinity;
  private readonly burst: number;
  private readonly nowMs: () => number;

  constructor(private readonly options: RateLimitOptions) {
    this.burst = Math.max(1, options.burst ?? Math.ceil(options.perSecond));
    this.nowMs = options.nowMs ?? (() => performance.now());
  }

  /** @throws RateLimitedError when the caller has asked too much */
  take(caller: string): void {
    const { perSecond } = this.options;
    if (perSecond === 0) return;
    const now = this.nowMs();
    let bucket = this.buckets.get(caller);
    if (!bucket) {
      if (this.buckets.size >= MAX_BUCKETS && now - this.sweptAtMs >= SWEEP_MS) this.forgetFull(now);
      this.buckets.set(caller, (bucket = { tokens: this.burst, atMs: now }));
    }
    bucket.tokens = this.tokensAt(bucket, now);
    bucket.atMs = now;
    if (bucket.tokens < 1) throw new RateLimitedError(perSecond, Math.ceil((1 - bucket.tokens) / perSecond));
    bucket.tokens--;
  }

  private tokensAt({ tokens, atMs }: Bucket, now: number): number {
    return Math.min(this.burst, tokens + ((now - atMs) / 1_000) * this.options.perSecond);
  }

  private forgetFull(now: number): void {
    this.sweptAtMs = now;
    for (const [caller, bucket] of this.buckets) {
      if (this.tokensAt(bucket, now) >= this.burst) this.buckets.delete(caller);
    }
  }
}
