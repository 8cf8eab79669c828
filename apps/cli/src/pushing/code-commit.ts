import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TIMEOUT_MS = 10_000;

async function git(folder: string, ...args: readonly string[]): Promise<string> {
  return (await run('git', ['-C', folder, ...args], { timeout: TIMEOUT_MS, maxBuffer: 2 ** 24 })).stdout.trim();
}

/** HEAD, if the folder is in a repository without changes: only then does the commit say what the model came from. */
export async function codeCommit(folder: string, tell: (line: string) => void): Promise<string | undefined> {
  try {
    if ((await git(folder, 'status', '--porcelain')) === '') return await git(folder, 'rev-parse', 'HEAD');
    tell('code commit left out: the repository has changes that are not committed (name one with --commit)');
  } catch {
    tell('code commit left out: this folder is in no git repository (name one with --commit)');
  }
  return undefined;
}
