import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CliError, EXIT } from '../cli.errors';

type Credentials = Record<string, { readonly token: string }>;

function readAll(file: string): Credentials {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    return JSON.parse(text) as Credentials;
  } catch (error) {
    throw new CliError(`${file} is not JSON: mend or remove it, then run plumbline login`, EXIT.error, {
      cause: error,
    });
  }
}

/** Written anew and moved into place: nobody else may read it at any moment. */
function writeAll(file: string, all: Credentials): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  chmodSync(temporary, 0o600);
  renameSync(temporary, file);
}

/** Tokens of `plumbline login`, one for each server. */
export const credentials = {
  tokenFor: (file: string, server: string): string | undefined => {
    const all = readAll(file);
    return Object.hasOwn(all, server) ? all[server]?.token : undefined;
  },
  store: (file: string, server: string, token: string): void =>
    writeAll(file, { ...readAll(file), [server]: { token } }),
  /** @returns whether there was one */
  remove: (file: string, server: string): boolean => {
    const { [server]: removed, ...others } = readAll(file);
    if (removed) writeAll(file, others);
    return removed !== undefined;
  },
};
