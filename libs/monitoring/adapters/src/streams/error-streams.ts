import { emptyErrorStream, type ErrorStream, feedErrorStream } from '@plumbline/monitoring-core';
import { inTransaction } from '@plumbline/platform';
import type { Pool } from 'pg';
import { lockModels } from '../ingestion/run-batch';
import type { VersionCatalog } from '../versions/version-catalog';
import { streamStore } from './stream.store';

/**
 * Feeds the labelled errors of a model to the detectors of each version, in the order in which labels were recorded:
 * states, alarms and cursor in one transaction, so that a killed monitor repeats a batch and alarms once. A label that
 * is revised after it was fed stays as it was fed.
 */
export class ErrorStreams {
  constructor(
    private readonly pool: Pool,
    private readonly versions: VersionCatalog,
    private readonly batchRows = 2_000,
  ) {}

  /** @returns how many labels were fed; call again while it is more than 0 */
  async advance(model: string): Promise<number> {
    if (!(await streamStore.hasNews(this.pool, model))) return 0;
    const upTo = await inTransaction(this.pool, async (db) => {
      await lockModels(db, [model]);
      return streamStore.lastLabel(db, model);
    });
    return inTransaction(this.pool, async (db) => {
      const cursor = await streamStore.claimCursor(db, model);
      const rows = await streamStore.next(db, model, cursor, upTo, this.batchRows);
      const last = rows.at(-1);
      if (last === undefined) return 0;
      const streams = new Map<number, ErrorStream>();
      for (const row of rows) {
        const version = await this.versions.version(db, model, row.version);
        if (version === null) continue;
        const stream =
          streams.get(row.version) ?? (await streamStore.load(db, model, row.version)) ?? emptyErrorStream();
        streams.set(row.version, stream);
        for (const alarm of feedErrorStream(version.signature, stream, row)) {
          await streamStore.insertAlarm(db, model, row, alarm);
        }
      }
      for (const [version, stream] of streams) await streamStore.save(db, model, version, stream);
      await streamStore.moveCursor(db, model, last.labelSeq);
      return rows.length;
    });
  }
}
