import { PlumblineError } from '@plumbline/problem';

const MAX_CAUSES = 3;
const WITHHELD = 'withheld: it may repeat a value';

/** Of errors that name code, addresses or files, never what a person sent. */
const TELLING: ReadonlySet<unknown> = new Set([Error, TypeError, RangeError, ReferenceError, AggregateError]);

/** Of ours: what this service or one behind it did. The others tell a caller what is wrong with what was sent. */
const OWN_FAULTS: ReadonlySet<string> = new Set(['internal', 'unavailable', 'overloaded']);

/**
 * Parsers, validators, databases and our own refusals cite what they were given: their messages are left out, with the first
 * line of the stack that repeats them; `code` still says which it was.
 */
function isTelling(error: Error): boolean {
  if (error instanceof PlumblineError) return OWN_FAULTS.has(error.kind);
  return 'syscall' in error || TELLING.has(error.constructor);
}

/** What PostgreSQL and Node add that names structure and no value. */
const KEPT = ['code', 'syscall', 'severity', 'schema', 'table', 'column', 'constraint', 'routine'] as const;

export interface SafeError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly cause?: SafeError;
  readonly [field: string]: unknown;
}

const framesOf = ({ stack = '' }: Error): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');

/** An error as it may stand in a log: what kind, where, and why as far as that can hold nothing personal. */
export function safeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error, message: WITHHELD, stack: '' };
  const { cause } = error;
  const fields = error as unknown as Readonly<Record<string, unknown>>;
  const known = KEPT.filter((name) => ['string', 'number'].includes(typeof fields[name]));
  return {
    type: error.constructor.name,
    message: safeMessage(error),
    ...Object.fromEntries(known.map((name) => [name, fields[name]])),
    stack: framesOf(error),
    ...(cause !== undefined && depth < MAX_CAUSES && { cause: safeError(cause, depth + 1) }),
  };
}

export const safeMessage = (error: Error): string => (isTelling(error) ? error.message : WITHHELD);
