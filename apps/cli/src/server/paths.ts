import type { Page } from '@plumbline/contracts';
import type { ApiClient } from './api-client';

export const modelPath = (model: string): string => `/api/v1/models/${encodeURIComponent(model)}`;

export const itemsOf = <T>(answer: Page<T> | readonly T[]): readonly T[] => ('items' in answer ? answer.items : answer);

/** All pages of a list. */
export async function allItems<T>(client: ApiClient, path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const joint: string = path.includes('?') ? '&' : '?';
    const page: Page<T> | T[] = await client.json(
      cursor === null ? path : `${path}${joint}cursor=${encodeURIComponent(cursor)}`,
    );
    items.push(...itemsOf(page));
    cursor = Array.isArray(page) ? null : page.nextCursor;
  } while (cursor !== null);
  return items;
}
