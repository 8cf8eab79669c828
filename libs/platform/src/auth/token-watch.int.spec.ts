import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import { createPool } from '../database/create-pool';
import { PgTokenStore } from './pg-token.store';
import { hashToken, newToken } from './token';
import { TokenVerifier } from './token-verifier';
import { TOKEN_CHANNEL, TokenWatch } from './token-watch';

describeWithServer('database', 'TokenWatch', () => {
  let database: TestDatabase;
  /** Of the process whose verifier is watched, and of another that revokes. */
  let pool: Pool;
  let elsewhere: Pool;
  let verifier: TokenVerifier;
  let watch: TokenWatch;
  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    elsewhere = createPool(database.url);
  });
  afterAll(async () => {
    await Promise.all([pool.end(), elsewhere.end()]);
    await database.drop();
  });
  const start = async (pollMs?: number) => {
    verifier = new TokenVerifier(new PgTokenStore(pool));
    watch = new TokenWatch({
      pool,
      databaseUrl: database.url,
      verifier,
      onError: () => undefined,
      ...(pollMs && { pollMs }),
    });
    await watch.start();
  };
  afterEach(() => watch.close());

  async function make(userId: string | null = null): Promise<string> {
    const token = newToken();
    await elsewhere.query(
      `INSERT INTO api_token (id, name, hash, role, user_id) VALUES ($1::uuid, $1::text, $2, 'viewer', $3)`,
      [uuidv7(), hashToken(token), userId],
    );
    return token;
  }
  const revoke = (token: string) =>
    elsewhere.query('UPDATE api_token SET revoked_at = now() WHERE hash = $1', [hashToken(token)]);
  const tell = (change: string) => elsewhere.query('SELECT pg_notify($1, $2)', [TOKEN_CHANNEL, change]);

  /** Milliseconds until the token is refused, asked as a hot path does. */
  async function refusedAfterMs(token: string): Promise<number> {
    const startedAt = performance.now();
    for (;;) {
      const isGood = await verifier.verify(token).then(
        () => true,
        () => false,
      );
      if (!isGood) return performance.now() - startedAt;
      if (performance.now() - startedAt > 10_000) return Infinity;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  it('ends a token everywhere within 2 seconds of its revocation on another connection, by notification', async () => {
    await start(60_000);
    const token = await make();
    await verifier.verify(token);
    await revoke(token);
    await tell(`token:${hashToken(token)}`);
    expect(await refusedAfterMs(token)).toBeLessThan(2_000);
  });

  it('and without one, by the poll', async () => {
    await start();
    const token = await make();
    await verifier.verify(token);
    await revoke(token);
    expect(await refusedAfterMs(token)).toBeLessThan(2_000);
  });

  it('ends all tokens of a person who is disabled, and of nobody else', async () => {
    await start(60_000);
    const id = uuidv7();
    await elsewhere.query(
      `INSERT INTO user_account (id, issuer, subject, name, role) VALUES ($1::uuid, 'i', $1::text, 'Ana', 'viewer')`,
      [id],
    );
    const [hers, other] = [await make(id), await make()];
    await Promise.all([verifier.verify(hers), verifier.verify(other)]);
    await elsewhere.query('UPDATE user_account SET disabled_at = now() WHERE id = $1', [id]);
    await tell(`user:${id}`);
    expect(await refusedAfterMs(hers)).toBeLessThan(2_000);
    expect(verifier.verified(other)).toBeDefined();
  });

  it('looks at everything again when its line was cut, because notifications were lost meanwhile', async () => {
    await start(60_000);
    const token = await make();
    await verifier.verify(token);
    await revoke(token);
    await elsewhere.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'plumbline-listen-${TOKEN_CHANNEL}'`,
    );
    expect(await refusedAfterMs(token)).toBeLessThan(2_000);
  });

  it('writes down the last use of a token, not on the path of the request', async () => {
    await start();
    const token = await make();
    await verifier.verify(token);
    const lastUse = async () =>
      (await elsewhere.query('SELECT last_used_at FROM api_token WHERE hash = $1', [hashToken(token)])).rows[0]
        .last_used_at;
    expect(await lastUse()).toBeNull();
    await watch.close();
    expect(await lastUse()).toBeInstanceOf(Date);
  });
});
