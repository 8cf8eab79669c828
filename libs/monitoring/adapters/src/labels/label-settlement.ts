import { addLabel, isTimedOut, type MonitoredVersion } from '@plumbline/monitoring-core';
import { inTransaction } from '@plumbline/platform';
import type { Pool } from 'pg';
import { upsertLabels } from '../ingestion/label.store';
import { lockModels } from '../ingestion/run-batch';
import { WindowDeltas } from '../ingestion/window-deltas';
import type { Transaction } from '../queryable';
import type { ModelPolicies, VersionCatalog } from '../versions/version-catalog';
import { settlementStore, type UnsettledRow } from './settlement.store';

export interface SettlementSummary {
  /** Predictions that are negative because their horizon passed without an outcome. */
  readonly timedOut: number;
  /** Early negatives that count from now on. */
  readonly matured: number;
}

/** What one transaction did, and whether more may be due. */
interface Batch extends SettlementSummary {
  readonly more: boolean;
}

interface Settling {
  readonly db: Transaction;
  readonly model: string;
  readonly policies: ModelPolicies;
  readonly latestEventMs: number;
}

const BATCH_ROWS = 1_000;

/** A label policy makes a negative of silence; other tasks have no negative class. */
const negativeClass = ({ signature: { task, output } }: MonitoredVersion): string | null =>
  task === 'binary' ? (output.classes.find((name) => name !== output.positiveClass) ?? '0') : null;

/**
 * Generates the ground truth that nobody sends: negatives by time-out, and early negatives that have become mature. The
 * clock is event time, so a quiet model waits for its next prediction. Each batch is one transaction under the lock of
 * the model, with its labels, window counts and cursor: a process that is killed repeats it whole, and of several
 * instances one does it. Predictions are visited once, in the order of their numbers.
 */
export class LabelSettlement {
  constructor(
    private readonly pool: Pool,
    private readonly versions: VersionCatalog,
    private readonly batchRows = BATCH_ROWS,
  ) {}

  /** Settles what is due now, of every model; stops between batches when `signal` says so. */
  async settle(signal?: AbortSignal): Promise<SettlementSummary> {
    const total = { timedOut: 0, matured: 0 };
    for (const model of await settlementStore.models(this.pool)) {
      const policies = await this.versions.policiesOf(this.pool, model);
      const steps = [(at: Settling) => this.mature(at)];
      if (policies.label.onTimeout === 'negative') steps.push((at) => this.timeOut(at));
      for (const step of steps) {
        for (let more = true; more && !signal?.aborted;) {
          const batch = await this.inLock(model, policies, step);
          total.timedOut += batch.timedOut;
          total.matured += batch.matured;
          more = batch.more;
        }
      }
    }
    return total;
  }

  private inLock(model: string, policies: ModelPolicies, step: (at: Settling) => Promise<Batch>): Promise<Batch> {
    return inTransaction(this.pool, async (db) => {
      await lockModels(db, [model]);
      const latest = await settlementStore.latestEvent(db, model);
      if (latest === null) return { timedOut: 0, matured: 0, more: false };
      return step({ db, model, policies, latestEventMs: latest.getTime() });
    });
  }

  private async mature(at: Settling): Promise<Batch> {
    const rows = await settlementStore.mature(at.db, at.model, new Date(at.latestEventMs), this.batchRows);
    if (rows.length === 0) return { timedOut: 0, matured: 0, more: false };
    await settlementStore.markMature(
      at.db,
      rows.map(({ predictionId }) => predictionId),
    );
    await this.count(at, rows, false);
    return { timedOut: 0, matured: rows.length, more: rows.length === this.batchRows };
  }

  private async timeOut(at: Settling): Promise<Batch> {
    const { db, model, policies, latestEventMs } = at;
    const found = await settlementStore.afterCursor(db, model, this.batchRows);
    const open = found.findIndex(({ servedAtMs }) => !isTimedOut(servedAtMs, latestEventMs, policies.label));
    const passed = open < 0 ? found : found.slice(0, open);
    const last = passed.at(-1);
    if (last === undefined) return { timedOut: 0, matured: 0, more: false };
    const silent = passed.filter(({ isLabelled }) => !isLabelled);
    const timedOut = await this.count(at, silent, true);
    await settlementStore.moveCursor(db, model, last.seq, timedOut);
    return { timedOut, matured: 0, more: open < 0 && found.length === this.batchRows };
  }

  /** @returns how many rows a negative was counted, and by time-out also written, for */
  private async count(
    { db, model, policies }: Settling,
    rows: readonly UnsettledRow[],
    timedOut: boolean,
  ): Promise<number> {
    const deltas = new WindowDeltas();
    const labels: Parameters<typeof upsertLabels>[1][number][] = [];
    for (const row of rows) {
      const version = await this.versions.version(db, model, row.version);
      const label = version && negativeClass(version);
      if (version === null || label === null) continue;
      const { predictionId, servedAtMs, score } = row;
      const observedAtMs = servedAtMs + policies.label.horizonMs;
      const negative = { label, positive: false };
      labels.push({
        ...{ predictionId, model, ...negative, value: null, revision: 0, observedAtMs },
        ...{ source: 'timeout', delayMs: null, maturesAtMs: null },
      });
      if (score === null) continue;
      const counters = deltas.at(version, servedAtMs, policies.monitor.windowMs);
      addLabel(version, counters, { row: { ...row, score }, ...negative, timedOut, delayMs: row.delayMs ?? undefined });
    }
    if (timedOut) await upsertLabels(db, labels);
    await deltas.flush(db);
    return labels.length;
  }
}
