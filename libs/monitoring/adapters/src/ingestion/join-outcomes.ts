import {
  addLabel,
  joinOutcome,
  type MonitoredVersion,
  readLabel,
  removeLabel,
  type StoredLabel,
} from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';
import type { ModelPolicies, VersionCatalog } from '../versions/version-catalog';
import { insertLateOutcomes, type LateOutcome, type NewLabel, upsertLabels } from './label.store';
import type { PendingOutcome } from './pending-outcome';
import { predictionStore, type StoredPrediction } from './prediction.store';
import type { WindowDeltas } from './window-deltas';

export interface JoinResult {
  readonly orphans: PendingOutcome[];
  readonly rejected: { readonly outcome: PendingOutcome; readonly reason: string }[];
  readonly labelled: number;
  readonly revised: number;
  /** Early negatives that wait for their maturity. */
  readonly provisional: number;
  /** Happened after the horizon of a prediction that is negative by then. */
  readonly late: number;
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

const NO_RESULT: JoinResult = {
  ...{ orphans: [], rejected: [] },
  ...{ labelled: 0, revised: 0, provisional: 0, late: 0, ignored: 0 },
};

/** What window counters need of a label that is known. */
const countedLabel = ({ label, positive, source, observedAtMs }: StoredLabel, servedAtMs: number) => ({
  label,
  positive,
  timedOut: source === 'timeout',
  delayMs: source === 'timeout' ? undefined : Math.max(0, observedAtMs - servedAtMs),
});

/** Works through outcomes in order, so that two about one prediction in the same batch see each other. */
class Joiner {
  readonly result: { -readonly [K in keyof JoinResult]: JoinResult[K] } = { ...NO_RESULT, orphans: [], rejected: [] };
  readonly labels = new Map<string, NewLabel>();
  readonly late: LateOutcome[] = [];

  constructor(private readonly deltas: WindowDeltas) {}

  take({ outcome, prediction, policies }: Candidate, version: MonitoredVersion | null): void {
    if (prediction === null || version === null) {
      this.result.orphans.push(outcome);
      return;
    }
    if (prediction.model !== outcome.model) return this.reject(outcome, 'predictionId: belongs to another model');
    const read = readLabel(version.signature, outcome.label);
    if ('expected' in read) return this.reject(outcome, `label: give one of ${read.expected}`);
    const { predictionId, model, servedAtMs } = prediction;
    const { value, revision, observedAtMs } = outcome;
    const told = { ...read, revision, observedAtMs };
    const label = this.labels.get(predictionId) ?? prediction.label;
    const decision = joinOutcome({ prediction: { servedAtMs, label }, outcome: told }, policies.label);
    switch (decision.kind) {
      case 'rejected':
        return this.reject(outcome, decision.reason);
      case 'orphan':
      case 'duplicate':
      case 'superseded':
        this.result.ignored += 1;
        return;
      case 'late':
        this.result.late += 1;
        this.late.push({ predictionId, model, ...told, value });
        return;
      case 'provisional':
      case 'labelled':
      case 'revised': {
        this.result[decision.kind] += 1;
        const maturesAtMs = decision.kind === 'provisional' ? decision.maturesAtMs : null;
        const delayMs = Math.max(0, observedAtMs - servedAtMs);
        const known = { ...told, source: 'outcome' as const, maturesAtMs };
        this.labels.set(predictionId, { predictionId, model, value, delayMs, ...known });
        if (maturesAtMs === null) {
          const previous = decision.kind === 'revised' ? decision.previous : null;
          this.count(prediction, version, policies.monitor.windowMs, { previous, known });
        }
      }
    }
  }

  private count(
    prediction: StoredPrediction,
    version: MonitoredVersion,
    windowMs: number,
    { previous, known }: { previous: StoredLabel | null; known: StoredLabel },
  ): void {
    const { score, servedAtMs } = prediction;
    if (score === null) return;
    const counters = this.deltas.at(version, servedAtMs, windowMs);
    const row = { ...prediction, score };
    if (previous !== null) removeLabel(version, counters, { row, ...countedLabel(previous, servedAtMs) });
    addLabel(version, counters, { row, ...countedLabel(known, servedAtMs) });
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
  if (outcomes.length === 0) return NO_RESULT;
  const joiner = new Joiner(deltas);
  for (const candidate of await findPredictions(db, versions, outcomes)) {
    const { prediction } = candidate;
    const version = prediction && (await versions.version(db, prediction.model, prediction.version));
    joiner.take(candidate, version);
  }
  await upsertLabels(db, [...joiner.labels.values()]);
  await insertLateOutcomes(db, joiner.late);
  return joiner.result;
}
