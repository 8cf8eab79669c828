import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { formatVerifierKey } from '@plumbline/merkle';

/** Name of the log in its checkpoints. */
export const AUDIT_ORIGIN = 'plumbline/audit';
export const AUDIT_KEY_FILE = 'audit-key.pem';
const AUDIT_VERIFIER_FILE = 'audit-key.pub';

export interface AuditKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** C2SP verifier key: what an auditor keeps. */
  readonly verifierKey: string;
}

async function makeKey(path: string): Promise<void> {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const temporary = `${path}.${randomUUID()}.tmp`;
  await writeFile(temporary, pem, { mode: 0o600 });
  // Two processes may start at once: the first link wins and the other reads it.
  await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(temporary);
}

/** The log's signing key, made at first use with mode 600; its public half stands beside it for everybody. */
export async function ensureAuditKey(dataDir: string): Promise<AuditKey> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, AUDIT_KEY_FILE);
  const pem = await readFile(path, 'utf8').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    await makeKey(path);
    return readFile(path, 'utf8');
  });
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey);
  const verifierKey = formatVerifierKey({ name: AUDIT_ORIGIN, publicKey });
  await writeFile(join(dataDir, AUDIT_VERIFIER_FILE), `${verifierKey}\n`);
  return { privateKey, publicKey, verifierKey };
}
