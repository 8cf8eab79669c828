import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
/** Tells this process from an earlier one with the same id: in a container every one is 1. */
const INSTANCE = randomBytes(4).toString('hex');
const NAME = /^([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-/;
/** Of another machine on the same volume, whose processes can not be asked. */
const ABANDONED_MS = 24 * 3_600_000;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isLeftover(root: string, name: string): Promise<boolean> {
  const [, host, pid, instance] = NAME.exec(name) ?? [];
  if (pid === undefined || instance === INSTANCE) return false;
  if (host === HOST) return Number(pid) === process.pid || !isAlive(Number(pid));
  return Date.now() - (await stat(join(root, name))).mtimeMs > ABANDONED_MS;
}

/** Private folders for files on their way through: gone when the work ends, or at the next start after a kill. */
export class ScratchFolder {
  /** @param root made when it is first needed */
  constructor(private readonly root: string) {}

  async within<T>(work: (folder: string) => Promise<T>): Promise<T> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(this.root, `${HOST}-${process.pid}-${INSTANCE}-`));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Folders of processes that were killed before they could clean up. @returns how many */
  async removeLeftovers(): Promise<number> {
    const names = await readdir(this.root).catch(() => []);
    let removed = 0;
    for (const name of names) {
      if (!(await isLeftover(this.root, name).catch(() => false))) continue;
      await rm(join(this.root, name), { recursive: true, force: true });
      removed += 1;
    }
    return removed;
  }
}
