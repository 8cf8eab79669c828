import pino, { type DestinationStream, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

export interface LoggerOptions {
  readonly service: string;
  readonly level?: string;
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

const SECRET_FIELDS = ['authorization', 'Authorization', 'cookie', 'token', 'password', 'set-cookie'];
const SECRET_PATHS = SECRET_FIELDS.flatMap((name) => ['', '*.', '*.*.'].map((prefix) => `${prefix}["${name}"]`)).map(
  (path) => path.replace('.[', '['),
);

/** One JSON object a line: `{time, level, service, msg, ...}`. Fields that carry secrets are blanked, three levels deep. */
export function createLogger({ service, level = 'info', destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_PATHS, censor: '[redacted]' },
  };
  return destination ? pino(options, destination) : pino(options);
}
