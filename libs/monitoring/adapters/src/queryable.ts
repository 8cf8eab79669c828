import type { ClientBase, QueryResult, QueryResultRow } from 'pg';

/** A pool, or the connection of one transaction. */
export interface Queryable {
  query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<R>>;
}

export type Transaction = ClientBase & Queryable;
