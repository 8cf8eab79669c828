import {
  closeSync,
  copyFileSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import {
  decodeRecords,
  encodeRecord,
  encodeRecords,
  SpoolUnavailableError,
  type Spool,
  type SpoolRecord,
} from '@plumbline/serving-core';
import { SpoolFolderLostError } from './spool.errors';
import { adoptSegments, closePosition, deleteSegment, savePosition, segmentPath, type Segment } from './segment-files';
import { createOwnedFolder, touchOwner } from './spool-owner';

export interface FileSpoolOptions {
  /** Folder that all instances of this service on this disk share. */
  readonly root: string;
  /** Name of this process's own folder in it, never used before. */
  readonly instance: string;
  /** Unpublished bytes above which predictions are refused. */
  readonly maxBytes?: number;
  readonly segmentBytes?: number;
  /** `each`: a power failure loses nothing either; `never`: only the operating system's cache is trusted. */
  readonly fsync?: 'never' | 'each';
  /** Complete lines that are no records: the disk is damaged. */
  readonly onDamaged?: (path: string, records: number) => void;
}

export interface SpoolBatch {
  readonly records: readonly SpoolRecord[];
  readonly segment: Segment;
  /** Where the next batch begins. */
  readonly endBytes: number;
}

const RETRY_AFTER_SECONDS = 5;
/** Well below the silence after which another machine takes the folder for an orphan. */
const HEARTBEAT_MS = 10_000;
const READ_BYTES = 1 << 20;
const KEPT_BUFFER_BYTES = 1 << 18;
/** Of one UTF-16 code unit. */
const MAX_UTF8_BYTES = 3;

/** Append-only segments `<root>/<instance>/NNN.log`, oldest first; the last one is being written. */
export class FileSpool implements Spool {
  private readonly segments: Segment[];
  private nextNumber: number;
  private activeFd = -1;
  private lastWriteFailed = false;
  private isTailBroken = false;
  private isFolderLost = false;
  private readonly buffer = Buffer.allocUnsafeSlow(KEPT_BUFFER_BYTES);
  private readonly heartbeat: NodeJS.Timeout;
  private onAppend: () => void = () => undefined;

  private constructor(
    private readonly folder: string,
    private readonly options: FileSpoolOptions,
  ) {
    this.segments = adoptSegments(options.root, folder);
    this.nextNumber = this.segments.length + 1;
    this.openSegment();
    this.heartbeat = setInterval(() => this.touch(), HEARTBEAT_MS).unref();
  }

  static open(options: FileSpoolOptions): FileSpool {
    mkdirSync(options.root, { recursive: true, mode: 0o700 });
    return new FileSpool(createOwnedFolder(options.root, options.instance), options);
  }

  get unpublishedBytes(): number {
    return this.segments.reduce((sum, { bytes, publishedBytes }) => sum + bytes - publishedBytes, 0);
  }

  /** Called after each append; one listener. */
  setAppendListener(listener: () => void): void {
    this.onAppend = listener;
  }

  append(records: readonly SpoolRecord[]): void {
    const { maxBytes = 1 << 30, segmentBytes = 8 << 20, fsync = 'never' } = this.options;
    const bytes = this.encode(records);
    if (this.unpublishedBytes + bytes.length > maxBytes) {
      const message = 'Events wait for the event bus and the spool is full. Nothing was predicted; try again later.';
      throw new SpoolUnavailableError('spool_full', message, RETRY_AFTER_SECONDS);
    }
    this.write(bytes, segmentBytes, fsync === 'each');
    this.onAppend();
  }

  /** The oldest unpublished records; null when everything is published. */
  read(maxRecords: number): SpoolBatch | null {
    for (;;) {
      const [segment] = this.segments;
      if (!segment) return null;
      if (segment.publishedBytes >= segment.bytes) {
        if (segment === this.active) return null;
        this.drop(segment);
        continue;
      }
      const part = this.readPart(segment, maxRecords);
      if (part.damaged > 0) this.keepDamaged(segment, part.damaged);
      const endBytes = segment.publishedBytes + part.bytes;
      if (part.records.length > 0) return { records: part.records, segment, endBytes };
      // Nothing but a line cut off by the death of its writer (or damaged ones): there is nothing to publish.
      if (part.bytes === 0) segment.publishedBytes = segment.bytes;
      else this.commit({ records: [], segment, endBytes });
    }
  }

  commit({ segment, endBytes }: SpoolBatch): void {
    segment.publishedBytes = endBytes;
    savePosition(segment);
    if (segment !== this.active && endBytes >= segment.bytes) this.drop(segment);
  }

  /** Says whether a prediction could be recorded now. */
  isWritable(): boolean {
    this.touch();
    return !this.isFolderLost && !this.lastWriteFailed && this.unpublishedBytes < (this.options.maxBytes ?? 1 << 30);
  }

  /** What is not published stays for the next start; an empty folder goes. */
  close(): void {
    clearInterval(this.heartbeat);
    closeSync(this.activeFd);
    for (const segment of this.segments) closePosition(segment);
    if (this.unpublishedBytes === 0) rmSync(this.folder, { recursive: true, force: true });
  }

  /** Without its folder, taken over after a long sleep of this machine or deleted, a record would be written to nowhere. */
  private touch(): void {
    try {
      touchOwner(this.folder);
      this.isFolderLost = false;
    } catch {
      this.isFolderLost = true;
    }
  }

  /** Into a buffer that is used again and again: one of its own for each write would be garbage at once. */
  private encode(records: readonly SpoolRecord[]): Buffer {
    const most = records.reduce((sum, { key, value }) => sum + (key.length + value.length + 2) * MAX_UTF8_BYTES, 0);
    if (most > KEPT_BUFFER_BYTES) return Buffer.from(encodeRecords(records), 'utf8');
    let end = 0;
    for (const record of records) end += this.buffer.write(encodeRecord(record), end, 'utf8');
    return this.buffer.subarray(0, end);
  }

  private get active(): Segment {
    return this.segments[this.segments.length - 1] as Segment;
  }

  private openSegment(): void {
    const path = segmentPath(this.folder, this.nextNumber++);
    const fd = openSync(path, 'ax', 0o600);
    if (this.activeFd >= 0) closeSync(this.activeFd);
    this.activeFd = fd;
    this.isTailBroken = false;
    this.segments.push({ path, bytes: 0, publishedBytes: 0 });
  }

  private drop(segment: Segment): void {
    this.segments.splice(this.segments.indexOf(segment), 1);
    deleteSegment(segment);
  }

  /** A write that fails half-way is taken back, so that a refused prediction leaves no event. */
  private write(bytes: Buffer, segmentBytes: number, sync: boolean): void {
    try {
      if (this.isFolderLost) throw new SpoolFolderLostError(this.folder);
      if (this.isTailBroken || this.active.bytes >= segmentBytes) this.openSegment();
      for (let written = 0; written < bytes.length;) written += writeSync(this.activeFd, bytes, written);
      if (sync) fsyncSync(this.activeFd);
    } catch (error) {
      this.lastWriteFailed = true;
      this.takeBackTail();
      const message = 'The event of this prediction could not be written to disk, so nothing was predicted.';
      throw new SpoolUnavailableError('spool_not_writable', message, RETRY_AFTER_SECONDS, error);
    }
    this.lastWriteFailed = false;
    this.active.bytes += bytes.length;
  }

  private takeBackTail(): void {
    try {
      ftruncateSync(this.activeFd, this.active.bytes);
    } catch {
      // What was half-written stays behind the segment's known end; the next record begins a new segment.
      this.isTailBroken = true;
    }
  }

  /** The bytes that could not be read as records are kept aside, for a person to look at. */
  private keepDamaged({ path }: Segment, records: number): void {
    const folder = join(this.options.root, '..', 'spool-damaged');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const copy = join(folder, `${this.options.instance}-${basename(path)}`);
    copyFileSync(path, copy);
    this.options.onDamaged?.(copy, records);
  }

  private readPart(segment: Segment, maxRecords: number) {
    const unread = segment.bytes - segment.publishedBytes;
    const fd = openSync(segment.path, 'r');
    try {
      for (let size = Math.min(READ_BYTES, unread); ; size = Math.min(size * 2, unread)) {
        const buffer = Buffer.allocUnsafe(size);
        const got = readSync(fd, buffer, 0, size, segment.publishedBytes);
        const part = decodeRecords(buffer.subarray(0, got), maxRecords);
        if (part.bytes > 0 || size === unread) return part;
      }
    } finally {
      closeSync(fd);
    }
  }
}

export const spoolRoot = (dataDir: string): string => join(dataDir, 'spool');
