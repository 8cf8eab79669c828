import pg from 'pg';
import { traceQueries } from '../tracing/trace-queries';

export interface PoolOptions {
  readonly max?: number;
  readonly applicationName?: string;
  /** An idle connection that breaks; the pool replaces it. Default: ignored. */
  readonly onError?: (error: Error) => void;
}

export function createPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'plumbline',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // Without a listener the death of an idle connection would end the process.
  pool.on('error', options.onError ?? (() => undefined));
  traceQueries(pool);
  return pool;
}
