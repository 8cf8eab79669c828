import type { Pool, PoolClient } from 'pg';
import { inChildSpan } from '../tracing/active-span';

/** serialization_failure and deadlock_detected: PostgreSQL asks for the transaction to be run again. */
const RUN_AGAIN = new Set(['40001', '40P01']);

export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** How often `work` may be run again; it must have no effect outside the transaction. Default 3. */
  readonly retries?: number;
}

type Stage = 'connecting' | 'beginning' | 'working';

/** Runs `work` between BEGIN and COMMIT; rolls back and rejects when it rejects. */
export function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  return inChildSpan('database transaction', () => runAgain(pool, work, options), 'CLIENT', {
    'db.system.name': 'postgresql',
  });
}

async function runAgain<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    let stage: Stage = 'connecting';
    try {
      return await runOnce(pool, work, options.isolation ?? 'read committed', (next) => (stage = next));
    } catch (error) {
      // BEGIN fails on a pooled connection that died unnoticed, for instance when the server was restarted.
      const again = (stage as Stage) === 'beginning' || RUN_AGAIN.has(sqlState(error));
      if (!again || attempt >= (options.retries ?? 3)) throw error;
    }
  }
}

async function runOnce<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  isolation: string,
  enter: (stage: Stage) => void,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // The pool does not listen to a client that is in use; unheard, the death of its connection would end the process.
  const onError = (error: Error): void => void (broken = error);
  client.on('error', onError);
  try {
    enter('beginning');
    await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
    enter('working');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(onError);
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** @returns the SQLSTATE of a PostgreSQL error, or an empty string */
export function sqlState(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
