import type { Spool, SpoolRecord } from '@plumbline/serving-core';

/** Writes at once: all or nothing. */
export interface SyncSpool {
  append(records: readonly SpoolRecord[]): void;
}

interface Waiting {
  readonly records: readonly SpoolRecord[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: what arrived in one turn of the event loop is written together, and answered together when it is on disk.
 * One write (and one flush, where each is flushed) serves many requests, and no timer makes a single one wait.
 */
export class GroupedSpool implements Spool {
  private waiting: Waiting[] = [];

  constructor(
    private readonly spool: SyncSpool,
    private readonly defer: (run: () => void) => void = (run) => void setImmediate(run),
  ) {}

  append(records: readonly SpoolRecord[]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.waiting.push({ records, resolve, reject }) === 1) this.defer(() => this.write());
    });
  }

  private write(): void {
    const group = this.waiting;
    this.waiting = [];
    try {
      this.spool.append(group.length === 1 ? (group[0] as Waiting).records : group.flatMap(({ records }) => records));
    } catch (error) {
      this.writeEach(group, error);
      return;
    }
    for (const { resolve } of group) resolve();
  }

  /** What does not fit together may fit in part: a small request is not refused for a large one's sake. */
  private writeEach(group: readonly Waiting[], error: unknown): void {
    if (group.length === 1) return group[0]?.reject(error);
    for (const { records, resolve, reject } of group) {
      try {
        this.spool.append(records);
        resolve();
      } catch (reason) {
        reject(reason);
      }
    }
  }
}
