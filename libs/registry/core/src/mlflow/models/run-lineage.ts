import type { DataSnapshot, Lineage } from '../../versions/lineage';
import type { LoggedModel } from '../logged-models/logged-model';
import type { Metric, Run } from '../runs/run';

/** More would be a curve, not a figure of the version. */
const MAX_METRICS = 200;

const finite = (metrics: readonly Metric[]): [string, number][] =>
  metrics.filter(({ value }) => Number.isFinite(value)).map(({ key, value }) => [key, value]);

/** What was logged for the model counts more than what was logged for its run. */
export function metricsOf(run: Run | null, model: LoggedModel | null): Record<string, number> {
  const all = new Map([...finite(run?.metrics ?? []), ...finite(model?.metrics ?? [])]);
  return Object.fromEntries([...all].slice(0, MAX_METRICS));
}

const snapshotOf = ({ dataset: { name, digest } }: Run['inputs'][number]): DataSnapshot => ({ name, digest });

/** What MLflow's run tells of how the model was made; what it does not tell is not made up. */
export function lineageOf(run: Run | null, model: LoggedModel | null): Lineage {
  const parameters = { ...run?.params, ...model?.params };
  const tags = run?.tags ?? {};
  const commit = tags['mlflow.source.git.commit'];
  const trainer = tags['mlflow.source.name'];
  return {
    ...(run && run.inputs.length > 0 ? { data: run.inputs.map(snapshotOf) } : {}),
    ...(trainer ? { trainer: { name: trainer } } : {}),
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
    ...(commit ? { codeCommit: commit } : {}),
    ...(run ? { runId: run.id } : {}),
  };
}
