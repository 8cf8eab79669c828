import type { PredictionEvent } from '@plumbline/contracts';
import type { MonitoredVersion } from '@plumbline/monitoring-core';
import type { IncomingRecord } from '@plumbline/platform';
import type { Queryable } from '../queryable';
import { misfit, parsePrediction } from './parse-prediction';
import type { VersionCatalog } from '../versions/version-catalog';

/** A prediction that fits the contract and the signature of its version. */
export interface AcceptedPrediction {
  readonly event: PredictionEvent;
  readonly version: MonitoredVersion;
  readonly servedAtMs: number;
}

/** A record as it was read: what it holds, or why it cannot be used. */
export type ReadRecord<T> = { readonly offset: bigint; readonly record: IncomingRecord } & (
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string; readonly model?: string }
);

type Versions = Map<string, Map<number, MonitoredVersion | null>>;

/** Each version is looked up once a batch: one that is not registered is asked for again in the next. */
async function lookUp(
  catalog: VersionCatalog,
  db: Queryable,
  known: Versions,
  { model, version }: PredictionEvent,
): Promise<MonitoredVersion | null> {
  const found = await catalog.version(db, model, version);
  known.set(model, (known.get(model) ?? new Map()).set(version, found));
  return found;
}

export async function acceptPredictions(
  db: Queryable,
  catalog: VersionCatalog,
  records: readonly IncomingRecord[],
): Promise<ReadRecord<AcceptedPrediction>[]> {
  const known: Versions = new Map();
  const read: ReadRecord<AcceptedPrediction>[] = [];
  for (const record of records) {
    const { offset } = record;
    const parsed = parsePrediction(record);
    if (!parsed.ok) {
      read.push({ offset, record, ok: false, reason: parsed.reason });
      continue;
    }
    const event = parsed.value;
    let version = known.get(event.model)?.get(event.version);
    if (version === undefined) version = await lookUp(catalog, db, known, event);
    const reason = misfit(event, version);
    if (version === null || reason !== null) {
      read.push({ offset, record, ok: false, reason: reason ?? '', ...(version && { model: event.model }) });
    } else read.push({ offset, record, ok: true, value: { event, version, servedAtMs: Date.parse(event.servedAt) } });
  }
  return read;
}
