// Runs before anything is installed: only Node's own modules here.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { StartError, step } from './steps.mjs';

const OLDEST_NODE = [20, 19];

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new StartError(`Plumbline needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

/** `npm ci` when the lock file is not the one that was installed. */
export async function ensureInstalled(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules/.plumbline-installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  await step('installing packages (npm ci)', (detail) =>
    runCommand('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, onLine: detail }),
  );
  writeFileSync(stamp, lock);
}
