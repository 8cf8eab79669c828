import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SECRET_PREFIX } from '@plumbline/monitoring-core';
import { PlumblineError } from '@plumbline/problem';

const KEY_FILE = 'webhook-key';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

class SecretUnreadableError extends PlumblineError {
  constructor(cause: unknown) {
    const message = `The secret was sealed with another ${KEY_FILE} file: bring the file of that data folder back, or rotate the secret.`;
    super('internal', 'webhook_secret_unreadable', message, { cause });
  }
}

/** Signing needs the secret itself, so it is encrypted rather than hashed: AES-256-GCM, bound to its endpoint. */
export class SecretBox {
  constructor(private readonly key: Buffer) {}

  /** With the key of the data folder, made at first use with mode 600. */
  static async open(dataDir: string): Promise<SecretBox> {
    const path = join(dataDir, KEY_FILE);
    const text = await readFile(path, 'utf8').catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      await makeKey(dataDir, path);
      return readFile(path, 'utf8');
    });
    return new SecretBox(Buffer.from(text.trim(), 'base64'));
  }

  seal(secret: string, endpointId: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(endpointId));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws SecretUnreadableError */
  unseal(box: Uint8Array, endpointId: string): string {
    const bytes = Buffer.from(box);
    const [nonce, rest] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES)];
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, nonce)
        .setAAD(Buffer.from(endpointId))
        .setAuthTag(rest.subarray(0, TAG_BYTES));
      return decipher.update(rest.subarray(TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new SecretUnreadableError(cause);
    }
  }
}

/** 32 random bytes, within the 24 to 64 of Standard Webhooks. */
export const newWebhookSecret = (): string => SECRET_PREFIX + randomBytes(32).toString('base64');

async function makeKey(dataDir: string, path: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  await writeFile(temporary, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600 });
  // Two processes may start at once: the first link wins and the other reads it.
  await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(temporary);
}
