import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, chown, copyFile, lstat, mkdir, mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { externalNameProblem } from '@plumbline/onnx-graph';
import { invalidVersion, type ArtifactFiles } from '@plumbline/registry-core';
import { AdmissionUnavailableError } from './admission.errors';
import { roomUser } from './room-user';

const PREFIX = 'plumbline-room';
const OLD_MS = 24 * 3_600_000;
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
/** Tells this process from an earlier one with the same id: in a container every one is 1. */
const INSTANCE = randomBytes(4).toString('hex');

async function isOpenToOthers(folder: string): Promise<boolean> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** `nobody` must be able to walk to the folder: the runtime resolves the paths of external data from the root on. */
async function roomsFolder(workFolder: string): Promise<string> {
  await mkdir(workFolder, { recursive: true });
  return (await roomUser()) === null || (await isOpenToOthers(workFolder)) ? workFolder : tmpdir();
}

async function isLeftover(folder: string, name: string): Promise<boolean> {
  const [, host, pid, instance] = /^plumbline-room-([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-/.exec(name) ?? [];
  if (!pid || instance === INSTANCE) return false;
  const age = Date.now() - (await stat(join(folder, name))).mtimeMs;
  if (age > OLD_MS) return true;
  if (host !== HOST) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Removes the folders of processes that were killed before they could. */
export async function sweepRooms(workFolder: string): Promise<void> {
  for (const folder of new Set([workFolder, tmpdir()])) {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(PREFIX));
    for (const name of names) {
      if (await isLeftover(folder, name).catch(() => false)) {
        await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
      }
    }
  }
}

async function layOut(from: string, to: string, owner: number | null): Promise<number> {
  const found = await lstat(from);
  if (!found.isFile()) {
    throw invalidVersion('artifact_not_a_file', '/artifact', 'the upload holds a link or a folder: send plain files');
  }
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await chmod(to, 0o400);
  if (owner !== null) await chown(to, owner, owner);
  return found.size;
}

async function makeParents(folder: string, name: string, owner: number | null): Promise<void> {
  const parts = name.split('/').slice(0, -1);
  for (let depth = 1; depth <= parts.length; depth++) {
    const parent = join(folder, ...parts.slice(0, depth));
    await mkdir(parent, { recursive: true, mode: 0o700 });
    if (owner !== null) await chown(parent, owner, owner);
  }
}

/** The private folder of one room: the files under the names that the graph uses, readable to the child alone. */
export class RoomFolder {
  private constructor(
    readonly path: string,
    /** Name of the graph's file in the folder; random, so that no external file has it. */
    readonly model: string,
    readonly bytes: number,
    private readonly kept: string,
  ) {}

  static async create(workFolder: string, files: ArtifactFiles): Promise<RoomFolder> {
    for (const name of files.external.keys()) {
      const problem = externalNameProblem(name);
      if (problem) throw invalidVersion('external_data_unsafe', '/artifact', problem);
    }
    const owner = await roomUser();
    const prefix = `${PREFIX}-${HOST}-${process.pid}-${INSTANCE}-`;
    const rooms = await roomsFolder(workFolder);
    const kept = await mkdtemp(join(workFolder, prefix));
    let path: string | undefined;
    try {
      path = await mkdtemp(join(rooms, prefix));
      const model = `${randomBytes(8).toString('hex')}.onnx`;
      let bytes = await layOut(files.model, join(path, model), owner);
      for (const [name, from] of files.external) {
        await makeParents(path, name, owner);
        bytes += await layOut(from, join(path, name), owner);
      }
      if (owner !== null) await chown(path, owner, owner);
      return new RoomFolder(path, model, bytes, kept);
    } catch (error) {
      for (const folder of [kept, path]) if (folder) await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /**
   * Takes a file that the child wrote out of its reach. The child may have put a link, a pipe or a file without end
   * there: it is opened without following links and without waiting, and copied.
   */
  async keep(name: string, maximumBytes: number): Promise<string> {
    const broken = (reason: string, cause?: unknown) =>
      new AdmissionUnavailableError(`its rewritten file ${reason}`, cause);
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = await open(join(this.path, name), flags).catch((error: unknown) => {
      throw broken('can not be opened', error);
    });
    try {
      const found = await file.stat();
      if (!found.isFile() || found.nlink !== 1) throw broken('is no plain file');
      if (found.size > maximumBytes) throw broken('is too large');
      const to = join(this.kept, name);
      const copy = await open(to, 'wx', 0o600);
      try {
        const chunk = Buffer.alloc(1 << 20);
        for (let at = 0; at < found.size;) {
          const { bytesRead } = await file.read(chunk, 0, Math.min(chunk.length, found.size - at), at);
          if (bytesRead === 0) throw broken('shrank while it was read');
          await copy.write(chunk, 0, bytesRead);
          at += bytesRead;
        }
      } finally {
        await copy.close();
      }
      return to;
    } finally {
      await file.close();
    }
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
    await rm(this.kept, { recursive: true, force: true });
  }
}
