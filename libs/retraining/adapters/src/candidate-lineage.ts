import { measureReference, type Lineage, type MetricInterval } from '@plumbline/registry-core';
import type { ModelCatalog } from '@plumbline/retraining-core';

type Candidate = Parameters<ModelCatalog['registerCandidate']>[0];

interface Trainer {
  readonly trainer?: string;
  readonly version?: string;
  readonly parameters?: Lineage['parameters'];
}

/** What the run wrote into `source`, in the words of every version's lineage. */
export function candidateLineage({ runId, source, trainedOn, holdout }: Candidate): Lineage {
  const { snapshotDigest, parentVersion, trainer: description } = source;
  const { trainer, version, parameters } = (description ?? {}) as Trainer;
  const rows = trainedOn.length + holdout.positive.length;
  return {
    runId,
    ...(typeof snapshotDigest === 'string'
      ? { data: [{ name: 'training snapshot', digest: snapshotDigest, rows }] }
      : {}),
    ...(typeof parentVersion === 'number' ? { parentVersion } : {}),
    ...(trainer === undefined
      ? {}
      : { trainer: { name: `plumbline ${trainer}`, ...(version === undefined ? {} : { version }) } }),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

/** Of the hold-out metrics that the run reports. */
export function holdoutIntervals({ signature, holdout, metrics }: Candidate): Record<string, MetricInterval> {
  const [negative = '', positive = ''] = [false, true].map((wanted) =>
    signature.output.classes.find((name) => (name === signature.output.positiveClass) === wanted),
  );
  const cells = holdout.positive.map((isPositive) => (isPositive ? positive : negative));
  const { metricIntervals } = measureReference(signature, cells, { scores: holdout.scores }, 'hold-out');
  return Object.fromEntries(Object.entries(metricIntervals).filter(([name]) => name in metrics));
}
