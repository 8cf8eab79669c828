import pino, { type DestinationStream, type Logger as PinoLogger } from 'pino';
import { activeSpan } from '../tracing/active-span';
import type { Pseudonym } from './pseudonyms';
import { safeError } from './safe-error';

export type Logger = PinoLogger;

export interface LoggerOptions {
  readonly service: string;
  readonly level?: string;
  /** What `actor` and `subject` are written as; without it they are blanked. */
  readonly pseudonym?: Pseudonym | undefined;
  /** Every field is put together by us and none may be a secret: looking for them costs ten times the line. */
  readonly hasNoSecrets?: boolean;
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

const SECRET_FIELDS = ['authorization', 'Authorization', 'cookie', 'token', 'password', 'set-cookie'];
const SECRET_PATHS = SECRET_FIELDS.flatMap((name) => ['', '*.', '*.*.'].map((prefix) => `${prefix}["${name}"]`)).map(
  (path) => path.replace('.[', '['),
);
const REDACTED = '[redacted]';

/**
 * One JSON object a line: `{time, level, service, msg, trace_id?, ...}`. Fields that carry secrets are blanked, three levels
 * deep; `err` says no more than `safeError`; `actor` and `subject` are written as pseudonyms.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { service, level = 'info', pseudonym = () => REDACTED, destination = pino.destination(1) } = options;
  const { hasNoSecrets = false } = options;
  const standIn = (id: unknown): string | undefined => (typeof id === 'string' ? pseudonym(id) : undefined);
  return pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
      serializers: { err: (error: unknown) => safeError(error), actor: standIn, subject: standIn },
      mixin: () => {
        const span = activeSpan();
        return span ? { trace_id: span.traceId } : {};
      },
      ...(!hasNoSecrets && { redact: { paths: SECRET_PATHS, censor: REDACTED } }),
    },
    destination,
  );
}

const BUFFERED_BYTES = 4_096;
const FLUSH_EVERY_MS = 1_000;
const MAX_WAITING_BYTES = 1 << 20;

/**
 * Standard output for many lines a second: written together, at the latest after a second and at the end of the process. A
 * reader that is slower than the service loses lines rather than filling its memory.
 */
export const bufferedOutput = (): DestinationStream =>
  pino.destination({
    dest: 1,
    sync: false,
    minLength: BUFFERED_BYTES,
    maxLength: MAX_WAITING_BYTES,
    periodicFlush: FLUSH_EVERY_MS,
  });
