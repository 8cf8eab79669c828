import type { AliasChange } from '../versions/model-version';

type Recorded = Pick<AliasChange, 'effectiveAt' | 'changedAt'>;

/** Later in the world's time wins; of two that hold from one moment on, what was written down later. */
const later = (a: Recorded, b: Recorded): number =>
  a.effectiveAt.getTime() - b.effectiveAt.getTime() || a.changedAt.getTime() - b.changedAt.getTime();

/**
 * What held at `at`, as far as it was known at `knownAt` (bitemporal: SQL:2011's application time and system time).
 * A change holds from `effectiveAt` on, until the next one that was known then; corrections are changes whose `effectiveAt` lies
 * before their `changedAt`, so that an old answer can be given again by asking with the old `knownAt`.
 * @param changes of one alias, oldest record first: of two that are alike in both times the latter wins
 * @returns null when nothing held yet, or nothing was known; a change with `version: null` when the alias had been removed
 * Example: v1 from 1 (written at 1), v2 from 5 (at 5), v3 from 3 (at 8): at 4 known at 9 -> v3; at 4 known at 6 -> v1.
 */
export function aliasAt<T extends Recorded>(changes: readonly T[], at: Date, knownAt: Date): T | null {
  return changes
    .filter(({ effectiveAt, changedAt }) => changedAt <= knownAt && effectiveAt <= at)
    .reduce<T | null>((found, change) => (found === null || later(change, found) >= 0 ? change : found), null);
}
