import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { ByteSource, Segment } from '@plumbline/onnx-graph';

const COPY_BYTES = 1 << 20;

/** A file read in pieces where they are wanted: half a gigabyte of weights never comes into memory. */
export class FileSource implements ByteSource {
  readonly length: number;

  private constructor(private readonly file: number) {
    this.length = fstatSync(file).size;
  }

  static with<T>(path: string, use: (source: FileSource) => T): T {
    const file = openSync(path, 'r');
    try {
      return use(new FileSource(file));
    } finally {
      closeSync(file);
    }
  }

  read(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const read = readSync(this.file, bytes, done, length - done, offset + done);
      if (read === 0) break;
      done += read;
    }
    return bytes;
  }

  /** Writes a new file from bytes in hand and stretches of this one. */
  writeTo(path: string, segments: readonly Segment[]): void {
    const to = openSync(path, 'wx', 0o600);
    try {
      for (const segment of segments) {
        if (segment.kind === 'bytes') writeSync(to, segment.bytes);
        else this.copy(to, segment.offset, segment.length);
      }
    } finally {
      closeSync(to);
    }
  }

  private copy(to: number, offset: number, length: number): void {
    for (let done = 0; done < length; done += COPY_BYTES) {
      writeSync(to, this.read(offset + done, Math.min(COPY_BYTES, length - done)));
    }
  }
}
