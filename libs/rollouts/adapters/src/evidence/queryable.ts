import type { QueryResult, QueryResultRow } from 'pg';

/** What is asked of a pool. */
export interface Queryable {
  query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<R>>;
}
