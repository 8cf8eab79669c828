// Runs before anything is installed: only Node's own modules here.
import { installFault } from '../checks/installed.mjs';
import { runCommand } from './run-command.mjs';
import { StartError, step } from './steps.mjs';

const OLDEST_NODE = [20, 19];

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new StartError(`Plumbline needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

/** `npm ci` when the lock file is not what was installed. */
export async function ensureInstalled(root) {
  const fault = installFault(root);
  if (!fault) return;
  await step(`installing packages (${fault})`, (detail) =>
    runCommand('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, onLine: detail }),
  );
}
