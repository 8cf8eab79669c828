import { addPrediction } from '@plumbline/monitoring-core';
import type { RecordBatch } from '@plumbline/platform';
import type { Pool } from 'pg';
import type { DeadLetter, DeadLetterStore } from '../dead-letters/dead-letter.store';
import type { Queryable, Transaction } from '../queryable';
import type { VersionCatalog } from '../versions/version-catalog';
import { acceptOutcomes } from '../records/accept-outcomes';
import { type AcceptedPrediction, acceptPredictions, type ReadRecord } from '../records/accept-predictions';
import { addSummaries, type IngestSummary, NOTHING } from './ingest-summary';
import { joinOutcomes } from './join-outcomes';
import { orphanStore } from './orphan.store';
import { outcomeLetter, type PendingOutcome } from './pending-outcome';
import { predictionColumns, predictionStore } from './prediction.store';
import { type BatchPosition, BatchRunner, lockModels } from './run-batch';
import { WindowDeltas } from './window-deltas';

type Batch = Omit<RecordBatch, 'heartbeat'>;

/** By identifier: a prediction told twice in one batch counts once. */
function firstOfEach(accepted: readonly AcceptedPrediction[]): AcceptedPrediction[] {
  const first = new Map<string, AcceptedPrediction>();
  for (const prediction of accepted) {
    const { predictionId } = prediction.event;
    if (!first.has(predictionId)) first.set(predictionId, prediction);
  }
  return [...first.values()];
}

const valuesOf = <T>(read: readonly ReadRecord<T>[]): T[] => read.flatMap((one) => (one.ok ? [one.value] : []));

function letterOf<T>({ topic, partition }: BatchPosition, one: ReadRecord<T>, reason: string): DeadLetter {
  const { key, headers, value: payload, offset } = one.record;
  const model = one.ok ? undefined : one.model;
  return { topic, partition, offset, key, headers, payload, reason, ...(model !== undefined && { model }) };
}

const lettersOf = <T>(position: BatchPosition, read: readonly ReadRecord<T>[]): DeadLetter[] =>
  read.flatMap((one) => (one.ok ? [] : [letterOf(position, one, one.reason)]));

/**
 * Stores predictions and outcomes of the bus, joins them and counts them into their windows. One transaction a batch
 * with the offset in it: a consumer that is killed repeats the batch and counts nothing twice.
 */
export class PgIngestion {
  private readonly runner: BatchRunner;

  constructor(
    private readonly pool: Pool,
    group: string,
    private readonly versions: VersionCatalog,
    private readonly deadLetters: DeadLetterStore,
  ) {
    this.runner = new BatchRunner(pool, group);
  }

  /** Reads before the transaction begins: while one partition's batch is being read, the database writes another's. */
  async predictions(batch: Batch): Promise<IngestSummary> {
    const read = await acceptPredictions(this.pool, this.versions, batch.records);
    const parts = await this.runner.run(batch, read, {
      handle: (db, fresh) => this.storePredictions(db, batch, fresh),
      putAside: (db, one, sqlstate) => this.putAside(db, batch, one, sqlstate),
    });
    return addSummaries(parts);
  }

  async outcomes(batch: Batch): Promise<IngestSummary> {
    const read = await acceptOutcomes(this.pool, this.versions, batch);
    const parts = await this.runner.run(batch, read, {
      handle: (db, fresh) => this.storeOutcomes(db, batch, fresh),
      putAside: (db, one, sqlstate) => this.putAside(db, batch, one, sqlstate),
    });
    return addSummaries(parts);
  }

  private async storePredictions(
    db: Transaction,
    position: BatchPosition,
    read: readonly ReadRecord<AcceptedPrediction>[],
  ): Promise<IngestSummary> {
    const accepted = valuesOf(read);
    const first = firstOfEach(accepted);
    // Before the lock, as if all were new: meanwhile the batch that holds it is being written.
    const counted = await this.count(db, first);
    const columns = predictionColumns(first);
    await lockModels(
      db,
      first.map(({ event }) => event.model),
    );
    const fresh = await predictionStore.insert(db, first, columns);
    await predictionStore.insertOtherScores(db, fresh);
    const deltas = fresh.length === first.length ? counted : await this.count(db, fresh);
    const waited = await this.joinWaiting(db, fresh, deltas);
    await deltas.flush(db);
    const letters = [...lettersOf(position, read), ...waited.letters];
    await this.deadLetters.write(db, letters);
    return {
      ...NOTHING,
      predictions: fresh.length,
      labelled: waited.labelled,
      revised: waited.revised,
      ignored: accepted.length - fresh.length,
      deadLetters: letters.length,
    };
  }

  private async count(db: Queryable, predictions: readonly AcceptedPrediction[]): Promise<WindowDeltas> {
    const deltas = new WindowDeltas();
    const policies = await this.versions.policiesOfAll(
      db,
      predictions.map(({ event }) => event),
    );
    for (const { event, version, servedAtMs } of predictions) {
      const windowMs = policies.get(event.model)?.monitor.windowMs ?? 0;
      const { features, attributes = null, score, label: predictedLabel = null } = event;
      const counters = deltas.at(version, servedAtMs, windowMs);
      addPrediction(version, counters, { features, attributes, score, predictedLabel });
    }
    return deltas;
  }

  /** Outcomes that were here before these predictions. */
  private async joinWaiting(
    db: Queryable,
    predictions: readonly AcceptedPrediction[],
    deltas: WindowDeltas,
  ): Promise<{ labelled: number; revised: number; letters: DeadLetter[] }> {
    if (predictions.length === 0) return { labelled: 0, revised: 0, letters: [] };
    const waiting = await orphanStore.waitingFor(db, predictions);
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
    read: readonly ReadRecord<PendingOutcome>[],
  ): Promise<IngestSummary> {
    const outcomes = valuesOf(read);
    await lockModels(
      db,
      outcomes.map(({ model }) => model),
    );
    const deltas = new WindowDeltas();
    const joined = await joinOutcomes(db, this.versions, outcomes, deltas);
    await orphanStore.insert(db, joined.orphans);
    await deltas.flush(db);
    const rejected = joined.rejected.map(({ outcome, reason }) => outcomeLetter(outcome, reason));
    const letters = [...lettersOf(position, read), ...rejected];
    await this.deadLetters.write(db, letters);
    const { labelled, revised, ignored } = joined;
    return { ...NOTHING, labelled, revised, ignored, orphans: joined.orphans.length, deadLetters: letters.length };
  }

  private async putAside<T>(
    db: Queryable,
    position: BatchPosition,
    one: ReadRecord<T>,
    sqlstate: string,
  ): Promise<IngestSummary> {
    const reason = `value: the database refuses what it holds (SQLSTATE ${sqlstate}); send it again without it`;
    await this.deadLetters.write(db, [letterOf(position, one, reason)]);
    return { ...NOTHING, deadLetters: 1 };
  }
}
