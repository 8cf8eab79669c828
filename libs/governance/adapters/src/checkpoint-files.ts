import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditForkedError } from '@plumbline/governance-core';

const NAME = /^\d+\.txt$/;

/**
 * Every checkpoint once more outside the database, `<folder>/<size>.txt`, so that its owner can not rewrite them. A file
 * that is there is never written over.
 * @throws AuditForkedError when another checkpoint of this size was kept before
 */
export async function keepCheckpoint(folder: string, size: number, note: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${size}.txt`);
  const temporary = `${path}.${randomUUID()}.tmp`;
  await writeFile(temporary, note);
  try {
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if ((await readFile(path, 'utf8')) !== note) throw new AuditForkedError(size);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => NAME.test(name)).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
}

/** Notes of a folder, smallest first; none when there is no such folder. */
export async function readCheckpoints(folder: string): Promise<string[]> {
  return Promise.all((await namesIn(folder)).map((name) => readFile(join(folder, name), 'utf8')));
}

export async function latestCheckpoint(folder: string): Promise<string | null> {
  const last = (await namesIn(folder)).at(-1);
  return last === undefined ? null : readFile(join(folder, last), 'utf8');
}
