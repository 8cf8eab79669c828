import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlink,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { hasLivingOwner, UNFINISHED_PREFIX } from './spool-owner';

/** One append-only file; `publishedBytes` of its `bytes` are on the bus. */
export interface Segment {
  readonly path: string;
  bytes: number;
  publishedBytes: number;
  /** Of the file that keeps `publishedBytes`, from the first time that it is written. */
  positionFd?: number;
}

const SEGMENT = /^\d+\.log$/;
const CLAIMED_PREFIX = 'claimed-';
const positionPath = (path: string): string => path.replace(/\.log$/, '.pos');
export const segmentPath = (folder: string, number: number): string =>
  join(folder, `${String(number).padStart(8, '0')}.log`);

/** As many digits as any position has: what is written covers what was written before. */
const POSITION_DIGITS = 16;

/** In place: a file that is cut and written anew may make its writer wait for the disk, and every request with it. */
export function savePosition(segment: Segment): void {
  segment.positionFd ??= openSync(positionPath(segment.path), 'w', 0o600);
  writeSync(segment.positionFd, String(segment.publishedBytes).padStart(POSITION_DIGITS, '0'), 0);
}

export function closePosition(segment: Segment): void {
  if (segment.positionFd !== undefined) closeSync(segment.positionFd);
  delete segment.positionFd;
}

/** In the background: the disk may take its time with a large file. One that is left is published again, never lost. */
export function deleteSegment(segment: Segment): void {
  closePosition(segment);
  const { path } = segment;
  const ignore = (): void => undefined;
  unlink(path, () => unlink(positionPath(path), ignore));
}

/** A lost or half-written position means that records are published again, never that they are left out. */
function readPosition(path: string, bytes: number): number {
  if (!existsSync(positionPath(path))) return 0;
  const position = Number(readFileSync(positionPath(path), 'utf8'));
  return Number.isInteger(position) && position <= bytes ? position : 0;
}

/** Segments of a folder, and of folders that it had claimed before its owner died, oldest first. */
function segmentPaths(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const claimed = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith(CLAIMED_PREFIX));
  return [
    ...claimed.flatMap(({ name }) => segmentPaths(join(folder, name))),
    ...entries.filter((entry) => entry.isFile() && SEGMENT.test(entry.name)).map(({ name }) => join(folder, name)),
  ];
}

/** Renaming the whole folder is atomic: of two heirs one gets it. */
function claim(root: string, name: string, own: string): string | undefined {
  const claimed = join(own, `${CLAIMED_PREFIX}${name}`);
  try {
    renameSync(join(root, name), claimed);
    return claimed;
  } catch {
    return undefined;
  }
}

function moveSegment(from: string, to: string): Segment {
  if (existsSync(positionPath(from))) renameSync(positionPath(from), positionPath(to));
  renameSync(from, to);
  const { size } = statSync(to);
  return { path: to, bytes: size, publishedBytes: readPosition(to, size) };
}

/** Takes over what dead processes left under `root`, as the first segments of the folder `own`. */
export function adoptSegments(root: string, own: string): Segment[] {
  const adopted: Segment[] = [];
  const dead = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(UNFINISHED_PREFIX))
    .map(({ name }) => name)
    .filter((name) => join(root, name) !== own && !hasLivingOwner(join(root, name)))
    .sort();
  for (const name of dead) {
    const folder = claim(root, name, own);
    if (!folder) continue;
    for (const path of segmentPaths(folder)) {
      adopted.push(moveSegment(path, segmentPath(own, adopted.length + 1)));
    }
    rmSync(folder, { recursive: true });
  }
  return adopted;
}
