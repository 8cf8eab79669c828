import { realpathSync } from 'node:fs';
import { CliError, UsageError } from '../cli.errors';
import { printable, runProgram } from './run-program';

export interface Interpreter {
  /** The real file: neither a shim nor a link of a virtual environment. */
  readonly executable: string;
  /** The folder with its standard library. */
  readonly prefix: string;
  /** `3.11` */
  readonly version: string;
}

const ASK =
  'import json,sys; print(json.dumps([getattr(sys, "_base_executable", sys.executable), sys.base_prefix, *sys.version_info[:2]]))';

/** Every locked package has wheels from here on. */
const OLDEST_MINOR = 11;

export async function findInterpreter(command: string): Promise<Interpreter> {
  let answer;
  try {
    answer = await runProgram([command, '-c', ASK], { timeoutMs: 30_000 });
  } catch (error) {
    throw new UsageError(
      `${command} does not start (${(error as NodeJS.ErrnoException).code}): install Python 3.11 or later, or name it with --python`,
    );
  }
  const line = answer.output.split('\n').find((text) => text.startsWith('["'));
  if (answer.code !== 0 || line === undefined)
    throw new CliError(`${command} is no working Python: ${printable(answer.output).slice(-500)}`);
  const [executable, prefix, major, minor] = JSON.parse(line) as [string, string, number, number];
  if (major !== 3 || minor < OLDEST_MINOR)
    throw new UsageError(
      `${command} is Python ${major}.${minor}: the converters need 3.${OLDEST_MINOR} or later; name one with --python`,
    );
  return { executable: realpathSync(executable), prefix: realpathSync(prefix), version: `${major}.${minor}` };
}
