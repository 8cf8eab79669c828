import { execFile } from 'node:child_process';

/** `nobody` and `nogroup` on Linux. */
const NOBODY = 65_534;

function mayBecome(user: number): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      execFile('true', { uid: user, gid: user, timeout: 5_000 }, (error) => resolve(error === null));
    } catch {
      resolve(false);
    }
  });
}

let found: Promise<number | null> | undefined;

/** Whom a room's process becomes: `nobody` when we are root with the right to change; null: it stays who we are. */
export function roomUser(): Promise<number | null> {
  found ??= process.getuid?.() === 0 ? mayBecome(NOBODY).then((may) => (may ? NOBODY : null)) : Promise.resolve(null);
  return found;
}
