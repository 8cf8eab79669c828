import type { Pool } from 'pg';
import { listen, type Listener } from '../database/listen';
import type { TokenVerifier } from './token-verifier';

/** Payload `token:<SHA-256>` or `user:<id>`; anything else is about all of them. */
export const TOKEN_CHANNEL = 'plumbline_tokens';

const RECENTLY_ENDED = `
  SELECT 'token:' || hash AS change FROM api_token WHERE revoked_at > now() - interval '1 minute'
  UNION ALL
  SELECT 'user:' || id FROM user_account WHERE disabled_at > now() - interval '1 minute'`;

export interface TokenWatchOptions {
  readonly pool: Pick<Pool, 'query'>;
  readonly databaseUrl: string;
  readonly verifier: TokenVerifier;
  readonly onError: (error: unknown) => void;
  /** Covers a lost notification: what was revoked stays good at most this long. Default 1.5 s. */
  readonly pollMs?: number;
  /** How often the last use of tokens is written down. Default one minute. */
  readonly usesMs?: number;
}

/** Keeps a verifier's cache true: at once by NOTIFY, at the latest by the poll. Writes down the last use of tokens. */
export class TokenWatch {
  private listener: Listener | undefined;
  private timers: NodeJS.Timeout[] = [];
  private polling: Promise<void> | undefined;
  private connecting: Promise<void> | undefined;
  private missedPolls = 0;
  private isClosed = false;

  constructor(private readonly options: TokenWatchOptions) {}

  /** Resolves when it listens, or when that was tried; without a database it goes on trying. */
  async start(): Promise<void> {
    await this.reconnect();
    const { pollMs = 1_500, usesMs = 60_000 } = this.options;
    const poll = () => (this.polling ??= this.poll().finally(() => (this.polling = undefined)));
    this.timers = [setInterval(() => void poll(), pollMs), setInterval(() => void this.writeUses(), usesMs)];
    for (const timer of this.timers) timer.unref();
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const timer of this.timers) clearInterval(timer);
    await this.connecting;
    await this.listener?.close();
    await this.polling;
    await this.writeUses();
  }

  private reconnect(): Promise<void> {
    return (this.connecting ??= this.listen().finally(() => (this.connecting = undefined)));
  }

  private async listen(): Promise<void> {
    const { databaseUrl, onError, verifier } = this.options;
    const onConnect = () => verifier.doubtAll();
    try {
      this.listener = await listen(databaseUrl, TOKEN_CHANNEL, (change) => this.apply(change), { onError, onConnect });
    } catch (error) {
      onError(error);
    }
  }

  private apply(change: string): void {
    const { verifier } = this.options;
    const [kind, key = ''] = change.split(':');
    if (kind === 'token') verifier.forget(key);
    else if (kind === 'user') verifier.forgetUser(key);
    else verifier.forgetAll();
  }

  private async poll(): Promise<void> {
    if (!this.listener) void this.reconnect();
    try {
      const { rows } = await this.options.pool.query<{ change: string }>(RECENTLY_ENDED);
      if (this.missedPolls > 0) this.options.verifier.doubtAll();
      else for (const { change } of rows) this.apply(change);
      this.missedPolls = 0;
    } catch (error) {
      if (this.missedPolls++ === 0) this.options.onError(error);
    }
  }

  private async writeUses(): Promise<void> {
    const ids = this.options.verifier.takeUsed();
    if (ids.length === 0) return;
    try {
      await this.options.pool.query('UPDATE api_token SET last_used_at = now() WHERE id = ANY($1::uuid[])', [ids]);
    } catch (error) {
      this.options.onError(error);
    }
  }
}
