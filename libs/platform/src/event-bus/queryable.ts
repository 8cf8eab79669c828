import type { QueryResult, QueryResultRow } from 'pg';

/** A pool, a client, or a session that lines its queries up. */
export interface Queryable {
  query<R extends QueryResultRow>(sql: string, values: unknown[]): Promise<QueryResult<R>>;
}
