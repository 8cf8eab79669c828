import type pg from 'pg';
import { activeSpan } from './active-span';
import type { TraceSpan } from './trace-span';

type Answered = (error: unknown, result: unknown) => void;
type Query = (...parts: unknown[]) => unknown;

/** The first word: the statement may hold values, where somebody wrote them into it. */
function operationOf(query: unknown): string {
  const text = typeof query === 'string' ? query : (query as { text?: unknown } | null)?.text;
  return (typeof text === 'string' ? (/[a-z]+/i.exec(text)?.[0] ?? 'query') : 'query').toUpperCase();
}

function ended(span: TraceSpan, error: unknown): void {
  if (error) span.fail(error);
  span.end();
}

function tracedQuery(query: Query): Query {
  return (...parts) => {
    const parent = activeSpan();
    if (!parent || parent.isShared) return query(...parts);
    const operation = operationOf(parts[0]);
    const span = parent.begin(operation, 'CLIENT', {
      'db.system.name': 'postgresql',
      'db.operation.name': operation,
    });
    const last = parts.at(-1);
    if (typeof last === 'function') {
      const answered: Answered = (error, result) => {
        ended(span, error);
        (last as Answered)(error, result);
      };
      return query(...parts.slice(0, -1), answered);
    }
    const running = query(...parts) as { then?: (done: () => void, failed: (error: unknown) => void) => unknown };
    if (typeof running?.then === 'function')
      void running.then(
        () => ended(span, undefined),
        (error) => ended(span, error),
      );
    else span.end();
    return running;
  };
}

/** Each query of this pool, while something is being recorded, is a span; not for a batch, which would multiply them. */
export function traceQueries(pool: pg.Pool): void {
  pool.on('connect', (client) => {
    client.query = tracedQuery(client.query.bind(client) as Query) as typeof client.query;
  });
}
