// PostgreSQL refuses to run as root. As root we run it as the system user `postgres`, made when missing.
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ServerError } from './server-error.mjs';

const NAME = 'postgres';
const OTHERS_MAY_ENTER = 0o001;

const idOf = (flag) =>
  Number(execFileSync('id', [flag, NAME], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));

function makeUser() {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME], {
      stdio: 'ignore',
    });
  } catch {
    throw new ServerError(
      'PostgreSQL: cannot run as root, and the system user `postgres` could not be made. Run as another user, or set DATABASE_URL.',
    );
  }
}

/** @returns {{uid: number, gid: number} | undefined} undefined: as the user we are */
export function postgresUser() {
  if (process.getuid?.() !== 0) return undefined;
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    makeUser();
    return { uid: idOf('-u'), gid: idOf('-g') };
  }
}

function closedFolder(path) {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & OTHERS_MAY_ENTER) === 0) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * How to start a program as that user. Where a folder above is closed to others (a checkout in /root), the program gets the
 * one capability that lets it pass, rather than the folder being opened to everybody.
 * @param {{uid: number, gid: number} | undefined} user
 * @param {string[]} paths folders that the program must reach
 */
export function commandAs(user, command, args, paths) {
  if (!user) return { command, args };
  const closed = paths.map(closedFolder).find(Boolean);
  if (!closed) return { command, args, ...user };
  const pass = ['--inh-caps', '+dac_read_search', '--ambient-caps', '+dac_read_search'];
  const identity = ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'];
  return { command: 'setpriv', args: [...identity, ...pass, '--', command, ...args] };
}
