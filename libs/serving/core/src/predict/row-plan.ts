import type { FieldProblem } from '@plumbline/problem';
import { isHeldOut, type HoldoutGroup } from '../routing/holdout';
import type { RouteDecision } from '../routing/rollout-route';
import type { RoutingTable } from '../routing/routing-table';
import type { FeatureRow } from '../scalar';
import { InvalidInstancesError } from '../serving.errors';
import type { UnknownFields } from '../validation/instance-schema';
import type { ServedVersion } from '../versions/served-version';
import type { PredictCommand } from './predict-command';

export interface RowPlan {
  readonly predictionId: string;
  readonly decision: RouteDecision;
  readonly servedAt: string;
  /** Undefined: nobody is held out, or the caller named the version. */
  readonly isHeldOut?: boolean;
}

/** Rows of one request that one version scores. */
export interface VersionRows {
  readonly version: ServedVersion;
  readonly indexes: readonly number[];
  readonly rows: readonly FeatureRow[];
}

function checkLengths({ instances, subjects, attributes, times }: PredictCommand): FieldProblem[] {
  if (!subjects && !attributes && !times) return [];
  return Object.entries({ subjects, attributes, times })
    .filter(([, list]) => list !== undefined && list.length !== instances.length)
    .map(([name, list]) => ({
      pointer: `/${name}`,
      detail: `expected one entry per instance (${instances.length}), found ${list?.length}`,
    }));
}

let [lastMs, lastText] = [NaN, ''];

/** Many requests share a millisecond. */
function isoTime(date: Date): string {
  const ms = date.getTime();
  if (ms !== lastMs) [lastMs, lastText] = [ms, date.toISOString()];
  return lastText;
}

function servedAt(times: readonly string[] | undefined, row: number, now: Date): string {
  const time = times?.[row];
  if (time === undefined) return isoTime(now);
  const parsed = new Date(time);
  if (!Number.isNaN(parsed.getTime())) return parsed.toISOString();
  throw new InvalidInstancesError([{ pointer: `/times/${row}`, detail: 'expected an ISO 8601 date and time' }]);
}

const PINNED: readonly number[] = [];

export function planRows(
  command: PredictCommand,
  table: RoutingTable,
  newId: () => string,
  now: Date,
  holdout?: HoldoutGroup,
): RowPlan[] {
  const problems = checkLengths(command);
  if (problems.length) throw new InvalidInstancesError(problems);
  const { model, subjects, times, version } = command;
  return command.instances.map((_, row) => {
    const predictionId = newId();
    const stickyKey = subjects?.[row] ?? predictionId;
    const decision = version === undefined ? table.route(model, stickyKey) : { version, alsoScore: PINNED };
    return {
      predictionId,
      decision,
      servedAt: servedAt(times, row, now),
      isHeldOut: holdout && version === undefined ? isHeldOut(holdout, stickyKey) : undefined,
    };
  });
}

/** Row indexes by version, for the versions that `select` names for a row. */
export function groupRows(plans: readonly RowPlan[], select: (plan: RowPlan) => readonly number[]) {
  const groups = new Map<number, number[]>();
  plans.forEach((plan, row) => {
    for (const version of select(plan)) {
      const group = groups.get(version);
      if (group) group.push(row);
      else groups.set(version, [row]);
    }
  });
  return groups;
}

export function validatedRows(
  version: ServedVersion,
  { instances, unknownFields }: Pick<PredictCommand, 'instances'> & { readonly unknownFields?: UnknownFields },
  indexes: readonly number[],
): { rows: VersionRows; problems: FieldProblem[] } {
  const own = indexes.map((row) => instances[row] as PredictCommand['instances'][number]);
  const problems = version.validate(own, indexes, unknownFields);
  const rows = problems.length ? [] : own.map((instance) => version.features(instance));
  return { rows: { version, indexes, rows }, problems };
}
