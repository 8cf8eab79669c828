// What tests and development need beside Node: looks, and says what is missing. `--ci` as root installs it (Debian).
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDS = [
  { command: 'redis-server', packageName: 'redis-server', why: 'job queue tests on Redis' },
  {
    command: 'python3',
    packageName: 'python3-venv',
    why: 'stock MLflow, Triton and KServe clients, and model converters',
  },
  { command: 'java', packageName: 'default-jre-headless', why: 'event bus tests on Kafka' },
  { command: 'mvn', packageName: 'maven', why: 'fetches the Kafka broker and the S3 server' },
  { command: 'chromium', packageName: 'chromium', why: 'end-to-end tests in a browser' },
];

const isInstalled = (command) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

export const missingPrograms = () => NEEDS.filter(({ command }) => !isInstalled(command));

function run(command, args) {
  process.stdout.write(`> ${command} ${args.join(' ')}\n`);
  const { status, error } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (error) process.stderr.write(`${error.message}\n`);
  return status === 0;
}

/** @returns {boolean} whether all is there now */
function install(missing) {
  const names = missing.map(({ packageName }) => packageName);
  if (!run('apt-get', ['update']) || !run('apt-get', ['install', '-y', '--no-install-recommends', ...names])) {
    process.stderr.write('setup: apt-get failed; see above.\n');
  }
  const left = missingPrograms();
  for (const { command, packageName } of left) {
    process.stderr.write(`setup: ${command} is still missing after installing ${packageName}.\n`);
  }
  return left.length === 0;
}

function main() {
  const missing = missingPrograms();
  if (missing.length === 0) {
    process.stdout.write(`setup: all there: ${NEEDS.map(({ command }) => command).join(', ')}\n`);
    return 0;
  }
  for (const { command, why } of missing) process.stdout.write(`setup: ${command} is missing (${why})\n`);
  if (process.argv.includes('--ci') && process.getuid?.() === 0) return install(missing) ? 0 : 1;
  const names = missing.map(({ packageName }) => packageName).join(' ');
  process.stdout.write(`setup: install it: sudo apt-get update && sudo apt-get install -y ${names}\n`);
  return 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main();
