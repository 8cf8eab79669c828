/** Decisions and labels of one protected group in a window. */
export interface GroupCounts {
  group: string;
  n: number;
  predictedPositive: number;
  labelled: number;
  tp: number;
  fp: number;
  tn: number;
  fn: number;
}

export const MAXIMUM_GROUPS = 50;
const OTHER_GROUP = 'other';

type Counts = Omit<GroupCounts, 'group'>;

const emptyGroup = (group: string): GroupCounts => ({
  group,
  n: 0,
  predictedPositive: 0,
  labelled: 0,
  tp: 0,
  fp: 0,
  tn: 0,
  fn: 0,
});

function addInto(target: GroupCounts, more: Counts): void {
  target.n += more.n;
  target.predictedPositive += more.predictedPositive;
  target.labelled += more.labelled;
  target.tp += more.tp;
  target.fp += more.fp;
  target.tn += more.tn;
  target.fn += more.fn;
}

/** The counts of `group` in `groups`, put in when it is new. */
export function groupEntry(groups: GroupCounts[], group: string): GroupCounts {
  const found = groups.find((entry) => entry.group === group);
  if (found !== undefined) return found;
  const entry = emptyGroup(group);
  groups.push(entry);
  return entry;
}

/**
 * Both lists together, sorted. The first MAXIMUM_GROUPS names in text order are kept and the rest pooled: a name that
 * is pooled once is pooled in every larger merge, so that merging stays associative.
 */
export function mergeGroups(a: readonly GroupCounts[], b: readonly GroupCounts[]): GroupCounts[] {
  const merged = new Map<string, GroupCounts>();
  for (const counts of [...a, ...b]) {
    const entry = merged.get(counts.group) ?? emptyGroup(counts.group);
    addInto(entry, counts);
    merged.set(counts.group, entry);
  }
  const pooled = merged.get(OTHER_GROUP);
  merged.delete(OTHER_GROUP);
  const sorted = [...merged.values()].sort((x, y) => (x.group < y.group ? -1 : 1));
  const beyond = sorted.slice(MAXIMUM_GROUPS);
  if (pooled === undefined && beyond.length === 0) return sorted;
  const other = pooled ?? emptyGroup(OTHER_GROUP);
  for (const counts of beyond) addInto(other, counts);
  return [...sorted.slice(0, MAXIMUM_GROUPS), other];
}
