import { CommanderError } from 'commander';
import { CliError, EXIT } from './cli.errors';
import type { CliContext } from './context';
import { createProgram } from './program';

/** Runs one command line and answers its exit code; nothing is thrown. */
export async function runCli(argv: readonly string[], context: Omit<CliContext, 'setExitCode'>): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = createProgram({ ...context, setExitCode: (code) => (exitCode = code) });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (error instanceof CliError) {
      context.stderr(`error: ${error.message}`);
      return error.exitCode;
    }
    context.stderr(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return EXIT.error;
  }
}
