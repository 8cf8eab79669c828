import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** One line: typed unseen at a terminal, else from the pipe. */
export async function readSecret(tell: (line: string) => void): Promise<string> {
  const { stdin } = process;
  if (stdin.isTTY) tell('Paste an API token; it is not shown. Then press Enter.');
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: unseen, terminal: stdin.isTTY === true });
  try {
    for await (const line of lines) return line.trim();
    return '';
  } finally {
    lines.close();
  }
}
