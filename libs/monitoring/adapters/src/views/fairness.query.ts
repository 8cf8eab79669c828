import type { FairnessView } from '@plumbline/contracts';
import {
  evaluateFairness,
  type GroupCounts,
  mergeGroups,
  type MonitoredVersion,
  type MonitorPolicy,
} from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';
import type { ViewRange } from './time-range';
import { selectWindows } from './windows.query';

/**
 * Decisions of all versions in the range, as people met them, grouped by the attributes of `version`. Windows of a
 * version with another number of protected attributes are left out.
 */
export async function selectFairnessView(
  db: Queryable,
  model: string,
  range: ViewRange,
  version: MonitoredVersion | null,
  policy: MonitorPolicy,
): Promise<FairnessView> {
  const { fairnessMinimumRatio: limit, fairnessMinimumGroup: minimumGroup } = policy;
  const attributes = version?.signature.protectedAttributes.length ?? 0;
  const windows = (await selectWindows(db, model, range)).filter(({ groups }) => groups.length === attributes);
  const merged = Array.from({ length: attributes }, (_, k) =>
    windows.map(({ groups }) => groups[k] ?? []).reduce<GroupCounts[]>(mergeGroups, []),
  );
  return {
    from: windows[0]?.from.toISOString() ?? null,
    to: windows.at(-1)?.to.toISOString() ?? null,
    limit,
    minimumGroup,
    attributes: version === null ? [] : evaluateFairness(version, { groups: merged }, policy),
  };
}
