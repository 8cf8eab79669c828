import { createWriteStream } from 'node:fs';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UploadTooLargeError } from '../models/upload.errors';

function limitedTo(maximumBytes: number): Transform {
  let received = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received <= maximumBytes) return done(null, chunk);
      return done(new UploadTooLargeError('The file is', maximumBytes, 'the server takes more with UPLOAD_MAX_BYTES'));
    },
  });
}

/** Chunk by chunk: memory does not grow with the file. Rejects when the sender breaks off. */
export const receiveFile = (body: Readable, path: string, maximumBytes: number): Promise<void> =>
  pipeline(body, limitedTo(maximumBytes), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
