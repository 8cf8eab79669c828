import { DEFAULT_LIMITS, type QueueLimits } from '../batching/queue-limits';
import { ServedVersion } from './served-version';
import type { VersionLoader } from './version-loader.port';

export interface VersionPoolOptions {
  /** How long a version stays in memory after nothing asked for it any more. */
  readonly keepMs?: number;
  /** Versions beyond the routed ones (asked for by `parameters.version`) that may stay in memory at once. */
  readonly maxUnrouted?: number;
  /** Rows that may wait for one version. */
  readonly maxQueuedRows?: number;
  readonly nowMs?: () => number;
}

interface Entry {
  readonly version: ServedVersion;
  usedAtMs: number;
}

const keyOf = (model: string, version: number): string => `${model}@${version}`;

/** Versions are immutable, so what is loaded under a key stays true. */
export class VersionPool {
  private readonly entries = new Map<string, Entry>();
  private readonly loading = new Map<string, Promise<ServedVersion>>();
  private readonly keepMs: number;
  private readonly maxUnrouted: number;
  private readonly limits: QueueLimits;
  private readonly nowMs: () => number;

  constructor(
    private readonly loader: VersionLoader,
    { keepMs = 60_000, maxUnrouted = 8, nowMs = Date.now, ...limits }: VersionPoolOptions = {},
  ) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.keepMs = keepMs;
    this.maxUnrouted = maxUnrouted;
    this.nowMs = nowMs;
  }

  /** A loaded version, without waiting. */
  get(model: string, version: number): ServedVersion | undefined {
    return this.entries.get(keyOf(model, version))?.version;
  }

  async load(model: string, version: number): Promise<ServedVersion> {
    const key = keyOf(model, version);
    const entry = this.entries.get(key);
    if (entry) {
      entry.usedAtMs = this.nowMs();
      return entry.version;
    }
    const running = this.loading.get(key) ?? this.start(key, model, version);
    return running;
  }

  private start(key: string, model: string, version: number): Promise<ServedVersion> {
    const promise = this.loader
      .load(model, version)
      .then((loaded) => {
        const served = new ServedVersion(model, version, loaded, this.limits);
        this.entries.set(key, { version: served, usedAtMs: this.nowMs() });
        return served;
      })
      .finally(() => this.loading.delete(key));
    this.loading.set(key, promise);
    return promise;
  }

  /** Lets go of versions that no route needs, never of one with requests in flight. */
  async sweep(routed: Iterable<{ model: string; version: number }>): Promise<void> {
    const now = this.nowMs();
    for (const { model, version } of routed) {
      const entry = this.entries.get(keyOf(model, version));
      if (entry) entry.usedAtMs = now;
    }
    const unrouted = [...this.entries]
      .filter(([, { usedAtMs, version }]) => usedAtMs < now && version.isIdle)
      .sort(([, a], [, b]) => b.usedAtMs - a.usedAtMs);
    const stale = unrouted.filter(([, { usedAtMs }], i) => i >= this.maxUnrouted || now - usedAtMs > this.keepMs);
    for (const [key] of stale) this.entries.delete(key);
    await Promise.all(stale.map(([, { version }]) => version.release()));
  }

  async close(): Promise<void> {
    const all = [...this.entries.values()];
    this.entries.clear();
    await Promise.all(all.map(({ version }) => version.release()));
  }
}
