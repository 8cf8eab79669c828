import { readFile } from 'node:fs/promises';
import type { ModelSource } from '../onnx-session';
import type { ModelProcess } from './model-process';

/** `auto`: models that are slow, large, or could run for ever. */
export type ApartPolicy = 'auto' | 'always' | 'never';

export interface Placement {
  readonly process: ModelProcess;
  readonly policy?: ApartPolicy;
}

/** A run keeps the event loop busy for its whole length: beyond this it would be felt by every other model's callers. */
export const SLOW_ROW_MS = 2;
/** A batch of this length may lie in front of another version's. */
const LONGEST_BATCH_MS = 500;
const MAX_ROWS = 64;
/** The number of their rounds depends on values, so no trial shows how long they can take. */
const ENDLESS = ['Loop', 'Scan'] as const;

/** What loading it moves, and what a run touches. */
const LARGE_BYTES = 64 * 1024 * 1024;

export interface ModelFacts {
  readonly source: ModelSource;
  /** All its files; default: that of the source's bytes. */
  readonly bytes?: number | undefined;
  /** One row, as admission measured it. */
  readonly latencyMs?: number | undefined;
}

/**
 * A node's operator stands in the file as its length and its name. Searched for rather than parsed: parsing a large file
 * takes long enough to be felt. 0 before the name is a length in more bytes than it needs.
 */
async function mayRunForEver(source: ModelSource): Promise<boolean> {
  const bytes =
    'path' in source ? await readFile(source.path) : Buffer.from(source.buffer, source.byteOffset, source.length);
  return ENDLESS.some((name) => {
    for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
      if (bytes[at - 1] === name.length || bytes[at - 1] === 0) return true;
    }
    return false;
  });
}

/** Whether a model runs in the model process. */
export async function runsApart(
  { source, bytes = 'path' in source ? 0 : source.length, latencyMs = 0 }: ModelFacts,
  policy: ApartPolicy = 'auto',
): Promise<boolean> {
  if (policy !== 'auto') return policy === 'always';
  return latencyMs > SLOW_ROW_MS || bytes > LARGE_BYTES || mayRunForEver(source);
}

/** Rows of one batch, so that a slow model leaves the process to others now and then: 10 at 50 ms a row. */
export const batchRowsFor = (latencyMs: number): number =>
  latencyMs > 0 ? Math.min(MAX_ROWS, Math.max(1, Math.floor(LONGEST_BATCH_MS / latencyMs))) : MAX_ROWS;
