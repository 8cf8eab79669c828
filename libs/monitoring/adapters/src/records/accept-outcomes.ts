import type { RecordBatch } from '@plumbline/platform';
import type { Queryable } from '../queryable';
import { parseOutcome } from './parse-outcome';
import type { VersionCatalog } from '../versions/version-catalog';
import type { ReadRecord } from './accept-predictions';
import { pendingOutcome, type PendingOutcome } from '../ingestion/pending-outcome';

/** Outcomes of registered models; that each fits its prediction is found out when it is joined. */
export async function acceptOutcomes(
  db: Queryable,
  catalog: VersionCatalog,
  { topic, partition, records }: Omit<RecordBatch, 'heartbeat'>,
): Promise<ReadRecord<PendingOutcome>[]> {
  const isKnown = new Map<string, boolean>();
  const read: ReadRecord<PendingOutcome>[] = [];
  for (const record of records) {
    const { offset, key, headers, value: payload } = record;
    const parsed = parseOutcome(record);
    if (!parsed.ok) {
      read.push({ offset, record, ok: false, reason: parsed.reason });
      continue;
    }
    const { model } = parsed.value;
    if (!isKnown.has(model)) isKnown.set(model, (await catalog.latestVersion(db, model)) !== null);
    const origin = { topic, partition, offset, key, headers, payload };
    read.push(
      isKnown.get(model)
        ? { offset, record, ok: true, value: pendingOutcome(parsed.value, origin) }
        : {
            ...{ offset, record, ok: false },
            reason: 'model: no version of this model is registered; register it first',
          },
    );
  }
  return read;
}
