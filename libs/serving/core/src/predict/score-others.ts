import { isAnswered, scoreOf, type RowAnswer } from '../output/row-answer';
import { InvalidInstancesError, VersionNotLoadedError } from '../serving.errors';
import type { UnknownFields } from '../validation/instance-schema';
import type { VersionPool } from '../versions/version-pool';
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
  }
  return groups;
}

async function scoreGroup(
  observer: PredictionObserver,
  { version, rows }: VersionRows,
  deadlineAtMs: number,
): Promise<ArrayLike<RowAnswer>> {
  try {
    return await version.score(rows, deadlineAtMs);
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
  const answers = await Promise.all(groups.map((group) => scoreGroup(ports.observer, group, command.deadlineAtMs)));
  const scores = plans.map((): OtherScore[] => []);
  groups.forEach(({ indexes, version }, g) =>
    Array.from(answers[g] ?? []).forEach((answer, i) => {
      const score = scoreOf(version.signature, answer);
      if (isAnswered(version.signature, score)) scores[indexes[i] as number]?.push({ version: version.version, score });
    }),
  );
  return scores;
}
