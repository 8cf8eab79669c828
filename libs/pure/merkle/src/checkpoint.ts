import { MerkleError } from './merkle.errors';

export interface Checkpoint {
  /** Name of the log, unique in the world: `plumbline.example/audit`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** Body of a C2SP tlog-checkpoint: origin, size and base64 root, one a line. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
}

/** @throws MerkleError `merkle_bad_note` */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = ''] = text.split('\n');
  const bytes = new Uint8Array(Buffer.from(root, 'base64'));
  if (origin === '' || !/^(0|[1-9]\d*)$/.test(size) || bytes.length !== 32 || !text.endsWith('\n')) {
    throw new MerkleError('merkle_bad_note', 'The text is no checkpoint: it wants origin, size and root, one a line.');
  }
  return { origin, size: Number(size), root: bytes };
}
