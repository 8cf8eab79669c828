import { open } from 'node:fs/promises';
import { newArtifactHash } from './artifact-digest';
import type { StoredArtifact } from './artifact-store.port';

/** Writes a new file chunk by chunk. @returns the digest of what was written */
export async function writeHashed(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { durable }: { readonly durable: boolean },
): Promise<StoredArtifact> {
  const hash = newArtifactHash();
  let bytes = 0;
  const file = await open(path, 'wx');
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      await file.appendFile(chunk);
      bytes += chunk.length;
    }
    if (durable) await file.sync();
  } finally {
    await file.close();
  }
  return { digest: hash.digest('hex'), bytes };
}
