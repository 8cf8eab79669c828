import type { FairnessView } from '@plumbline/contracts';
import {
  evaluateFairness,
  type GroupCounts,
  mergeGroups,
  type MonitoredVersion,
  type MonitorPolicy,
} from '@plumbline/monitoring-core';
import { fairnessStore } from '../evaluation/fairness.store';
import type { Queryable } from '../queryable';
import type { ViewRange } from './time-range';
import { selectWindows, type SlimWindow } from './windows.query';

type GroupLists = readonly GroupCounts[][];

/** Versions have score bins of their own: calibration is of the shown version alone. */
const withoutCalibration = (lists: GroupLists): GroupLists =>
  lists.map((groups) => groups.map(({ calibration: _, ...counts }) => counts));

/** The k-th lists of all windows together; windows that count another number of them are left out. */
const merged = (lists: readonly GroupLists[], count: number): GroupCounts[][] =>
  Array.from({ length: count }, (_, k) =>
    lists
      .filter(({ length }) => length === count)
      .map((groups) => groups[k] ?? [])
      .reduce<GroupCounts[]>(mergeGroups, []),
  );

/** Decisions of all versions in the range, as people met them, grouped by the attributes of `version`. */
export async function selectFairnessView(
  db: Queryable,
  model: string,
  range: ViewRange,
  version: MonitoredVersion | null,
  policy: MonitorPolicy,
): Promise<FairnessView> {
  const { fairnessMinimumRatio: limit, fairnessMinimumGroup: minimumGroup } = policy;
  const none = { from: null, to: null, limit, minimumGroup, attributes: [], history: [] };
  if (version === null) return none;
  const attributes = version.signature.protectedAttributes.length;
  const windows = (await selectWindows(db, model, range)).filter(({ groups }) => groups.length === attributes);
  const read = (select: (window: SlimWindow) => GroupLists | null): GroupLists[] =>
    windows.map((window) => {
      const lists = select(window) ?? [];
      return window.version === version.version ? lists : withoutCalibration(lists);
    });
  const counts = {
    groups: merged(
      read(({ groups }) => groups),
      attributes,
    ),
    intersections: merged(
      read(({ intersections }) => intersections),
      version.intersections.length,
    ),
  };
  return {
    ...none,
    from: windows[0]?.from.toISOString() ?? null,
    to: windows.at(-1)?.to.toISOString() ?? null,
    attributes: evaluateFairness(version, counts, policy),
    history: await fairnessStore.history(db, model, range),
  };
}
