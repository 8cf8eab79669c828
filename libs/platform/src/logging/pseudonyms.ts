import { createHash, createHmac, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const PSEUDONYM_KEY_FILE = 'pseudonym-key';
const KEY_BYTES = 32;
const DIGITS = 16;
/** Those who ask are few and ask again: looking one up costs a hundredth of making it. */
const MAX_KNOWN = 10_000;

export type Pseudonym = (id: string) => string;

/**
 * Stands for a person or a token in logs: the same id gives the same text, and only who holds the key can tell which id it
 * was. The first four digits name the key, so that pseudonyms of two keys are never taken for two people.
 */
export function pseudonymsOf(key: string): Pseudonym {
  const keyName = createHash('sha256').update(`name of ${key}`).digest('hex').slice(0, 4);
  const known = new Map<string, string>();
  return (id) => {
    const made = known.get(id);
    if (made !== undefined) return made;
    const pseudonym = `${keyName}-${createHmac('sha256', key).update(id).digest('hex').slice(0, DIGITS)}`;
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(id, pseudonym);
    return pseudonym;
  };
}

function readKey(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The key in the data folder, made at the first start and readable by its owner only. Services that start at once agree: the
 * first to link its file decides. To rotate it, remove the file and start the services again: earlier pseudonyms can then
 * be told from later ones, and no longer be made.
 */
export function keptPseudonyms(dataDir: string): Pseudonym {
  const path = join(dataDir, PSEUDONYM_KEY_FILE);
  const kept = readKey(path);
  if (kept !== undefined) {
    chmodSync(path, 0o600);
    return pseudonymsOf(kept);
  }
  mkdirSync(dataDir, { recursive: true });
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  writeFileSync(temporary, `${randomBytes(KEY_BYTES).toString('base64url')}\n`, {
    flag: 'wx',
    mode: 0o600,
    flush: true,
  });
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  return pseudonymsOf(readKey(path) as string);
}
