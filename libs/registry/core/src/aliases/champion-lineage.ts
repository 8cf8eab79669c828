import type { AliasMove } from '../versions/model-version';

/**
 * Versions that served in turn and were not rolled back since, the present one last. A rollback leads back along this
 * line, so that two rollbacks in a row never return to the version that the first one left.
 * @param changes newest first
 * Example: 1, 2, 3 promoted, then one rollback gives [1, 2].
 */
function championLineage(changes: readonly AliasMove[]): number[] {
  const line: number[] = [];
  for (const { version, action } of [...changes].reverse()) {
    if (version === null || action === 'correct') continue;
    const earlier = action === 'rollback' ? line.lastIndexOf(version) : -1;
    if (earlier >= 0) line.length = earlier + 1;
    else if (line.at(-1) !== version) line.push(version);
  }
  return line;
}

/** The newest version of the line that differs from the present one; null when there is none. */
export function previousChampion(changes: readonly AliasMove[], present: number): number | null {
  return championLineage(changes).findLast((version) => version !== present) ?? null;
}
