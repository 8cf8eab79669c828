import type { PredictionEvent } from '@plumbline/contracts';
import { addPrediction, type MonitoredVersion } from '@plumbline/monitoring-core';
import type { IncomingRecord, RecordBatch } from '@plumbline/platform';
import type { Queryable, Transaction } from '../queryable';
import { parseOutcome } from '../records/parse-outcome';
import { misfit, parsePrediction } from '../records/parse-prediction';
import type { VersionCatalog } from '../versions/version-catalog';
import type { DeadLetter, DeadLetterStore } from './dead-letter.store';
import { joinOutcomes } from './join-outcomes';
import { orphanStore } from './orphan.store';
import { outcomeLetter, pendingOutcome, type PendingOutcome } from './pending-outcome';
import { predictionStore } from './prediction.store';
import { type BatchPosition, type BatchRunner, lockModels } from './run-batch';
import { WindowDeltas } from './window-deltas';

/** What one batch came to; numbers for metrics and tests. */
export interface IngestSummary {
  readonly predictions: number;
  readonly labelled: number;
  readonly revised: number;
  readonly orphans: number;
  readonly ignored: number;
  readonly deadLetters: number;
}

const NOTHING: IngestSummary = { predictions: 0, labelled: 0, revised: 0, orphans: 0, ignored: 0, deadLetters: 0 };

const total = (parts: readonly IngestSummary[]): IngestSummary =>
  parts.reduce(
    (sum, part) => ({
      predictions: sum.predictions + part.predictions,
      labelled: sum.labelled + part.labelled,
      revised: sum.revised + part.revised,
      orphans: sum.orphans + part.orphans,
      ignored: sum.ignored + part.ignored,
      deadLetters: sum.deadLetters + part.deadLetters,
    }),
    NOTHING,
  );

interface Accepted {
  readonly event: PredictionEvent;
  readonly version: MonitoredVersion;
}

type Origin = PendingOutcome['origin'];

const originOf = ({ topic, partition }: BatchPosition, record: IncomingRecord): Origin => ({
  topic,
  partition,
  offset: record.offset,
  key: record.key,
  payload: record.value,
});

/**
 * Stores predictions and outcomes of the bus, joins them and counts them into their windows. One transaction a batch
 * with the offset in it: a consumer that is killed repeats the batch and counts nothing twice.
 */
export class PgIngestion {
  constructor(
    private readonly runner: BatchRunner,
    private readonly versions: VersionCatalog,
    private readonly deadLetters: DeadLetterStore,
  ) {}

  async predictions(batch: Omit<RecordBatch, 'heartbeat'>): Promise<IngestSummary> {
    const parts = await this.runner.run(batch, batch.records, {
      handle: (db, records) => this.storePredictions(db, batch, records),
      putAside: (db, record, sqlstate) => this.putAside(db, originOf(batch, record), sqlstate),
    });
    return total(parts);
  }

  async outcomes(batch: Omit<RecordBatch, 'heartbeat'>): Promise<IngestSummary> {
    const parts = await this.runner.run(batch, batch.records, {
      handle: (db, records) => this.storeOutcomes(db, batch, records),
      putAside: (db, record, sqlstate) => this.putAside(db, originOf(batch, record), sqlstate),
    });
    return total(parts);
  }

  private async storePredictions(
    db: Transaction,
    position: BatchPosition,
    records: readonly IncomingRecord[],
  ): Promise<IngestSummary> {
    const { accepted, letters } = await this.acceptPredictions(db, position, records);
    await lockModels(
      db,
      accepted.map(({ event }) => event.model),
    );
    const first = new Map<string, Accepted>();
    for (const entry of accepted) {
      if (!first.has(entry.event.predictionId)) first.set(entry.event.predictionId, entry);
    }
    const newIds = await predictionStore.insert(
      db,
      [...first.values()].map(({ event }) => event),
    );
    const fresh = [...first.values()].filter(({ event }) => newIds.has(event.predictionId));
    const events = fresh.map(({ event }) => event);
    await predictionStore.insertOtherScores(db, events);
    const deltas = new WindowDeltas();
    const policies = await this.versions.policiesOfAll(db, events);
    for (const { event, version } of fresh) {
      const windowMs = policies.get(event.model)?.monitor.windowMs ?? 0;
      const counters = deltas.at(version, Date.parse(event.servedAt), windowMs);
      addPrediction(version, counters, { ...event, attributes: event.attributes ?? null });
    }
    const waited = await this.joinWaiting(db, events, deltas);
    await deltas.flush(db);
    await this.deadLetters.write(db, [...letters, ...waited.letters]);
    return {
      ...NOTHING,
      predictions: fresh.length,
      labelled: waited.labelled,
      revised: waited.revised,
      ignored: accepted.length - fresh.length,
      deadLetters: letters.length + waited.letters.length,
    };
  }

  private async acceptPredictions(
    db: Queryable,
    position: BatchPosition,
    records: readonly IncomingRecord[],
  ): Promise<{ accepted: Accepted[]; letters: DeadLetter[] }> {
    const accepted: Accepted[] = [];
    const letters: DeadLetter[] = [];
    for (const record of records) {
      const parsed = parsePrediction(record);
      if (!parsed.ok) {
        letters.push({ ...originOf(position, record), reason: parsed.reason });
        continue;
      }
      const { model, version: number } = parsed.value;
      const version = await this.versions.version(db, model, number);
      const reason = misfit(parsed.value, version);
      if (version !== null && reason === null) accepted.push({ event: parsed.value, version });
      else letters.push({ ...originOf(position, record), ...(version && { model }), reason: reason ?? '' });
    }
    return { accepted, letters };
  }

  /** Outcomes that were here before these predictions. */
  private async joinWaiting(
    db: Queryable,
    events: readonly PredictionEvent[],
    deltas: WindowDeltas,
  ): Promise<{ labelled: number; revised: number; letters: DeadLetter[] }> {
    if (events.length === 0) return { labelled: 0, revised: 0, letters: [] };
    const waiting = await orphanStore.waitingFor(db, events);
    const outcomes = waiting.map(({ outcome }) => outcome);
    const { orphans, rejected, labelled, revised } = await joinOutcomes(db, this.versions, outcomes, deltas);
    const still = new Set(orphans);
    const settled = waiting.filter(({ outcome }) => !still.has(outcome)).map(({ id }) => id);
    await orphanStore.remove(db, settled);
    return { labelled, revised, letters: rejected.map(({ outcome, reason }) => outcomeLetter(outcome, reason)) };
  }

  private async storeOutcomes(
    db: Transaction,
    position: BatchPosition,
    records: readonly IncomingRecord[],
  ): Promise<IngestSummary> {
    const outcomes: PendingOutcome[] = [];
    const letters: DeadLetter[] = [];
    for (const record of records) {
      const origin = originOf(position, record);
      const parsed = parseOutcome(record);
      if (!parsed.ok) letters.push({ ...origin, reason: parsed.reason });
      else if ((await this.versions.latestVersion(db, parsed.value.model)) !== null) {
        outcomes.push(pendingOutcome(parsed.value, origin));
      } else letters.push({ ...origin, reason: 'model: no version of this model is registered; register it first' });
    }
    await lockModels(
      db,
      outcomes.map(({ model }) => model),
    );
    const deltas = new WindowDeltas();
    const joined = await joinOutcomes(db, this.versions, outcomes, deltas);
    await orphanStore.insert(db, joined.orphans);
    await deltas.flush(db);
    letters.push(...joined.rejected.map(({ outcome, reason }) => outcomeLetter(outcome, reason)));
    await this.deadLetters.write(db, letters);
    const { labelled, revised, ignored } = joined;
    return { ...NOTHING, labelled, revised, ignored, orphans: joined.orphans.length, deadLetters: letters.length };
  }

  private async putAside(db: Queryable, origin: Origin, sqlstate: string): Promise<IngestSummary> {
    const reason = `value: the database refuses what it holds (SQLSTATE ${sqlstate}); send it again without it`;
    await this.deadLetters.write(db, [{ ...origin, reason }]);
    return { ...NOTHING, deadLetters: 1 };
  }
}
