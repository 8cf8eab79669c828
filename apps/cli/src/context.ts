import type { Command } from 'commander';
import type { CliEnvironment } from './env';
import { connect, type Connection } from './server/connection';

/** What every command gets: where to write, and whom to ask. */
export interface CliContext {
  readonly environment: CliEnvironment;
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
  /** One line that is not shown; default: from the process's stdin. */
  readonly readSecret?: (tell: (line: string) => void) => Promise<string>;
  /** Seen by the caller's shell; the last one that was set counts. */
  readonly setExitCode: (code: number) => void;
}

export interface Session {
  readonly connection: Connection;
  readonly json: boolean;
  /** The value as JSON with `-o json`, else the text for people. */
  readonly show: (value: unknown, text: () => string) => void;
}

const wantsJson = (command: Command): boolean => command.optsWithGlobals()['output'] === 'json';

export function show(context: CliContext, command: Command, value: unknown, text: () => string): void {
  context.stdout(wantsJson(command) ? JSON.stringify(value, null, 2) : text());
}

export function openSession(context: CliContext, command: Command): Session {
  return {
    connection: connect(context.environment, context.stderr),
    json: wantsJson(command),
    show: (value, text) => show(context, command, value, text),
  };
}
