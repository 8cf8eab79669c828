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
 * Group commit: what arrived in one turn of the event loop, or was answered by one batch, is written together, and answered
 * together when it is on disk. One write (and one flush, where each is flushed) serves many requests, and no timer makes a
 * single one wait.
 */
export class GroupedSpool implements Spool {
  private waiting: Waiting[] = [];
  private isDueAtTick = false;

  constructor(
    private readonly spool: SyncSpool,
    private readonly afterTurn: (run: () => void) => void = (run) => void setImmediate(run),
    private readonly afterTick: (run: () => void) => void = (run) => process.nextTick(run),
  ) {}

  append(records: readonly SpoolRecord[], together: 'tick' | 'turn' = 'turn'): Promise<void> {
    return new Promise((resolve, reject) => {
      const isFirst = this.waiting.push({ records, resolve, reject }) === 1;
      if (together === 'tick' && !this.isDueAtTick) {
        this.isDueAtTick = true;
        this.afterTick(this.write);
      } else if (isFirst) this.afterTurn(this.write);
    });
  }

  private readonly write = (): void => {
    const group = this.waiting;
    this.waiting = [];
    this.isDueAtTick = false;
    if (group.length === 0) return;
    try {
      this.spool.append(group.length === 1 ? (group[0] as Waiting).records : group.flatMap(({ records }) => records));
    } catch (error) {
      this.writeEach(group, error);
      return;
    }
    for (const { resolve } of group) resolve();
  };

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
