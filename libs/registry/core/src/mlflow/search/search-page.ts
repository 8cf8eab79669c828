import { MlflowInvalidError } from '../mlflow.errors';
import type { Condition } from './filter';
import type { Order } from './order-by';

export interface SearchQuery {
  readonly conditions: readonly Condition[];
  readonly orders: readonly Order[];
  readonly limit: number;
  readonly offset: number;
}

export interface SearchPage<T> {
  readonly items: readonly T[];
  readonly nextPageToken: string | null;
}

/** Deeper pages cost the database more than anybody reads. */
const MAX_OFFSET = 10_000_000;

/** @throws MlflowInvalidError for a token that was not made here */
export function readPageToken(token: string | undefined): number {
  if (!token) return 0;
  const text = Buffer.from(token, 'base64url').toString();
  const offset = /^after (\d{1,8})$/.exec(text)?.[1];
  if (offset === undefined || Number(offset) > MAX_OFFSET)
    throw new MlflowInvalidError('Invalid page token: give the next_page_token of the page before.');
  return Number(offset);
}

/** `rows` holds one more than the page when there is another page. */
export function toPage<T>(rows: readonly T[], { limit, offset }: Pick<SearchQuery, 'limit' | 'offset'>): SearchPage<T> {
  const more = rows.length > limit;
  const nextPageToken = more ? Buffer.from(`after ${offset + limit}`).toString('base64url') : null;
  return { items: rows.slice(0, limit), nextPageToken };
}
