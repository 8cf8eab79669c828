import { addLabel, joinOutcome, type MonitoredVersion, readLabel, removeLabel } from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';
import type { ModelPolicies, VersionCatalog } from '../versions/version-catalog';
import { type NewLabel, upsertLabels } from './label.store';
import type { PendingOutcome } from './pending-outcome';
import { predictionStore, type StoredPrediction } from './prediction.store';
import type { WindowDeltas } from './window-deltas';

export interface JoinResult {
  readonly orphans: PendingOutcome[];
  readonly rejected: { readonly outcome: PendingOutcome; readonly reason: string }[];
  readonly labelled: number;
  readonly revised: number;
  readonly ignored: number;
}

interface Candidate {
  readonly outcome: PendingOutcome;
  readonly prediction: StoredPrediction | null;
  readonly policies: ModelPolicies;
}

async function findPredictions(
  db: Queryable,
  versions: VersionCatalog,
  outcomes: readonly PendingOutcome[],
): Promise<Candidate[]> {
  const policies = await versions.policiesOfAll(db, outcomes);
  const policiesOf = (outcome: PendingOutcome): ModelPolicies => policies.get(outcome.model) as ModelPolicies;
  const bySubject = outcomes
    .map((outcome, i) => ({ i, outcome, horizonMs: policiesOf(outcome).label.horizonMs }))
    .filter(({ outcome }) => outcome.predictionId === null);
  const found = await predictionStore.latestOfSubjects(db, bySubject);
  const ids = outcomes.map((outcome, i) => outcome.predictionId ?? found.get(i) ?? null);
  const known = await predictionStore.byId(db, [...new Set(ids.filter((id) => id !== null))]);
  return outcomes.map((outcome, i) => ({
    outcome,
    prediction: known.get(ids[i] ?? '') ?? null,
    policies: policiesOf(outcome),
  }));
}

/** Works through outcomes in order, so that two about one prediction in the same batch see each other. */
class Joiner {
  readonly result = { orphans: [], rejected: [], labelled: 0, revised: 0, ignored: 0 } as {
    -readonly [K in keyof JoinResult]: JoinResult[K];
  };
  readonly labels = new Map<string, NewLabel>();

  constructor(private readonly deltas: WindowDeltas) {}

  take({ outcome, prediction, policies }: Candidate, version: MonitoredVersion | null): void {
    if (prediction === null || version === null) {
      this.result.orphans.push(outcome);
      return;
    }
    if (prediction.model !== outcome.model) return this.reject(outcome, 'predictionId: belongs to another model');
    const read = readLabel(version.signature, outcome.label);
    if ('expected' in read) return this.reject(outcome, `label: give one of ${read.expected}`);
    const current = this.labels.get(prediction.predictionId) ?? prediction.label;
    const { revision, observedAtMs } = outcome;
    const decision = joinOutcome(
      { prediction: { ...prediction, label: current }, outcome: { label: read.label, revision, observedAtMs } },
      policies.label,
    );
    if (decision.kind === 'rejected') return this.reject(outcome, decision.reason);
    if (decision.kind !== 'labelled' && decision.kind !== 'revised') {
      this.result.ignored += 1;
      return;
    }
    this.result[decision.kind] += 1;
    const { predictionId, model } = prediction;
    this.labels.set(predictionId, { predictionId, model, ...read, value: outcome.value, revision, observedAtMs });
    if (prediction.score === null) return;
    const counters = this.deltas.at(version, prediction.servedAtMs, policies.monitor.windowMs);
    const row = { ...prediction, score: prediction.score };
    if (current !== null) removeLabel(version, counters, { row, label: current.label, positive: current.positive });
    addLabel(version, counters, { row, label: read.label, positive: read.positive });
  }

  private reject(outcome: PendingOutcome, reason: string): void {
    this.result.rejected.push({ outcome, reason });
  }
}

/**
 * Joins outcomes with their predictions: labels are written, windows get their counts through `deltas`; what has no
 * prediction yet comes back as orphans. The caller holds the locks of the models.
 */
export async function joinOutcomes(
  db: Queryable,
  versions: VersionCatalog,
  outcomes: readonly PendingOutcome[],
  deltas: WindowDeltas,
): Promise<JoinResult> {
  const joiner = new Joiner(deltas);
  if (outcomes.length === 0) return joiner.result;
  for (const candidate of await findPredictions(db, versions, outcomes)) {
    const { prediction } = candidate;
    const version = prediction && (await versions.version(db, prediction.model, prediction.version));
    joiner.take(candidate, version);
  }
  await upsertLabels(db, [...joiner.labels.values()]);
  return joiner.result;
}
