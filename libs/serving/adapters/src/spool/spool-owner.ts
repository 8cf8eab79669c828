import { mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const OWNER_FILE = 'owner.json';
/** A folder of another machine (a shared volume) is free when its owner has not touched it for so long. */
const FOREIGN_SILENCE_MS = 60_000;
export const UNFINISHED_PREFIX = 'tmp-';

interface Owner {
  readonly host: string;
  readonly pid: number;
  /** Start time of the process in clock ticks since boot; null where the system does not tell. */
  readonly startTicks: string | null;
}

/** Field 22 of /proc/<pid>/stat: tells a process from a later one with the same id. */
function startTicksOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A folder appears under its name only together with its owner's file. */
export function createOwnedFolder(root: string, name: string): string {
  const unfinished = join(root, `${UNFINISHED_PREFIX}${name}`);
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const owner: Owner = { host: hostname(), pid: process.pid, startTicks: startTicksOf(process.pid) };
  writeFileSync(join(unfinished, OWNER_FILE), JSON.stringify(owner));
  const folder = join(root, name);
  renameSync(unfinished, folder);
  return folder;
}

export function touchOwner(folder: string): void {
  const now = new Date();
  utimesSync(join(folder, OWNER_FILE), now, now);
}

export function hasLivingOwner(folder: string): boolean {
  const path = join(folder, OWNER_FILE);
  let owner: Owner;
  try {
    owner = JSON.parse(readFileSync(path, 'utf8')) as Owner;
  } catch {
    return false;
  }
  if (owner.host !== hostname()) return Date.now() - statSync(path).mtimeMs < FOREIGN_SILENCE_MS;
  return isRunning(owner.pid) && startTicksOf(owner.pid) === owner.startTicks;
}
