import { PlumblineError } from '@plumbline/problem';

const MIB = 2 ** 20;
const sizeOf = (bytes: number): string => (bytes >= MIB ? `${Math.floor(bytes / MIB)} MiB` : `${bytes} bytes`);

export class UploadTooLargeError extends PlumblineError {
  constructor(what: string, maximumBytes: number, remedy: string) {
    super('too_large', 'upload_too_large', `${what} larger than ${sizeOf(maximumBytes)}: ${remedy}`, {
      details: { maximumBytes },
    });
  }
}

class StorageFullError extends PlumblineError {
  constructor(cause: unknown) {
    const message = 'The registry has no room on its disk for this: nothing was kept. Make room, then send it again.';
    super('unavailable', 'storage_full', message, { cause, details: { retryAfterSeconds: 60 } });
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** A full disk, wherever it was met, as what it is; everything else as it was. */
export function withStorageFull(error: unknown): unknown {
  let at = error as { readonly code?: unknown; readonly cause?: unknown } | null | undefined;
  for (; typeof at === 'object' && at !== null; at = at.cause as typeof at)
    if (FULL.has(String(at.code))) return new StorageFullError(error);
  return error;
}
