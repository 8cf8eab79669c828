import type { Spool, SpoolRecord } from './spool.port';

export class InMemorySpool implements Spool {
  readonly records: SpoolRecord[] = [];
  failWith: Error | null = null;

  append(records: readonly SpoolRecord[]): void {
    if (this.failWith) throw this.failWith;
    this.records.push(...records);
  }
}
