import type { Logger } from '../logging/create-logger';

export interface ShutdownOptions {
  readonly logger?: Logger;
  /** After this long the process ends with exit code 1. Default 15 s. */
  readonly timeoutMs?: number;
}

/**
 * Calls `close` once at SIGTERM or SIGINT and ends the process; a second signal ends it at once. A parent that holds an IPC
 * channel and dies without a signal (kill -9) counts as SIGTERM: nobody is left behind that holds its ports.
 */
export function shutDownOnSignal(close: () => Promise<void>, options: ShutdownOptions = {}): void {
  let closing = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (closing) process.exit(1);
    closing = true;
    options.logger?.info({ signal }, 'stopping');
    const timer = setTimeout(() => {
      options.logger?.error({ signal }, 'stopping took too long');
      process.exit(1);
    }, options.timeoutMs ?? 15_000);
    timer.unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        options.logger?.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  if (process.connected) process.once('disconnect', () => onSignal('SIGTERM'));
}
