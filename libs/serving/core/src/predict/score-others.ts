import { isAnswered, scoreOf, type RowAnswer } from '../output/row-answer';
import { InvalidInstancesError, VersionNotLoadedError } from '../serving.errors';
import type { UnknownFields } from '../validation/instance-schema';
import type { VersionPool } from '../versions/version-pool';
import type { StepMeter } from '../routing/rollout-meters';
import { meteredScore } from './metered-score';
import type { PredictCommand } from './predict-command';
import type { PredictionObserver } from './prediction-observer.port';
import { groupRows, validatedRows, type RowPlan, type VersionRows } from './row-plan';

export interface OtherScore {
  readonly version: number;
  readonly score: number;
}

export interface OtherScorePorts {
  readonly versions: Pick<VersionPool, 'get'>;
  readonly observer: PredictionObserver;
}

export interface Asked extends Pick<PredictCommand, 'model' | 'instances'> {
  readonly unknownFields?: UnknownFields;
  readonly deadlineAtMs: number;
}

function otherRows({ versions, observer }: OtherScorePorts, command: Asked, plans: readonly RowPlan[]): VersionRows[] {
  const groups: VersionRows[] = [];
  for (const [number, indexes] of groupRows(plans, ({ decision }) => decision.alsoScore)) {
    const version = versions.get(command.model, number);
    const checked = version && validatedRows(version, command, indexes);
    if (checked && checked.problems.length === 0) {
      groups.push(checked.rows);
      continue;
    }
    const reason = checked
      ? new InvalidInstancesError(checked.problems)
      : new VersionNotLoadedError(command.model, number);
    observer.otherVersionFailed(command.model, number, indexes.length, reason);
    const meter = plans[0]?.decision.meter;
    if (checked) meter?.refused(number, 'beside', indexes.length);
    else meter?.failed(number, 'beside', indexes.length);
  }
  return groups;
}

async function scoreGroup(
  observer: PredictionObserver,
  group: VersionRows,
  bounds: { readonly deadlineAtMs: number; readonly meter: StepMeter | undefined },
): Promise<ArrayLike<RowAnswer>> {
  const { version, rows } = group;
  try {
    return await meteredScore(group, 'beside', bounds);
  } catch (error) {
    observer.otherVersionFailed(version.model, version.version, rows.length, error);
    return [];
  }
}

/**
 * What the versions that do not answer say about each row while a rollout is paired. What one of them cannot take or score
 * is left out: the answer does not depend on it.
 */
export async function scoreOthers(
  ports: OtherScorePorts,
  command: Asked,
  plans: readonly RowPlan[],
): Promise<OtherScore[][]> {
  const groups = otherRows(ports, command, plans);
  const bounds = { deadlineAtMs: command.deadlineAtMs, meter: plans[0]?.decision.meter };
  const answers = await Promise.all(groups.map((group) => scoreGroup(ports.observer, group, bounds)));
  const scores = plans.map((): OtherScore[] => []);
  groups.forEach(({ indexes, version }, g) =>
    Array.from(answers[g] ?? []).forEach((answer, i) => {
      const score = scoreOf(version.signature, answer);
      if (isAnswered(version.signature, score)) scores[indexes[i] as number]?.push({ version: version.version, score });
      else bounds.meter?.unscorable(version.version, 'beside', 1);
    }),
  );
  return scores;
}
