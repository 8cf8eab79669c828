import { CHAMPION, type AliasChange } from './model-version';

export type VersionFate = 'registered' | 'champion' | 'was_champion' | 'candidate' | 'rolled_back' | 'superseded';

/** What is known of a rollout here: whom it offered and how it ended. */
export interface CandidateTrial {
  readonly candidateVersion: number;
  readonly state: string;
  readonly endedAt: Date | null;
}

interface Turn {
  readonly version: number;
  readonly at: number;
  readonly fate: VersionFate;
}

const AFTER_TRIAL: Readonly<Record<string, VersionFate>> = {
  rolled_back: 'rolled_back',
  aborted: 'rolled_back',
  superseded: 'superseded',
};

function aliasTurns({ version, previousVersion, action, changedAt }: AliasChange): Turn[] {
  const at = changedAt.getTime();
  const left: VersionFate = action === 'rollback' ? 'rolled_back' : 'was_champion';
  const departure: Turn[] = previousVersion === null ? [] : [{ version: previousVersion, at, fate: left }];
  return version === null ? departure : [...departure, { version, at, fate: 'champion' }];
}

function trialTurn({ candidateVersion: version, state, endedAt }: CandidateTrial): Turn[] {
  if (endedAt === null) return [{ version, at: Infinity, fate: 'candidate' }];
  const fate = AFTER_TRIAL[state];
  return fate ? [{ version, at: endedAt.getTime(), fate }] : [];
}

/**
 * Where each version stands: the last thing that happened to it. A version that nothing happened to is not in the map
 * and is `registered`.
 * @param changes of the champion alias, any order
 */
export function versionFates(
  changes: readonly AliasChange[],
  trials: readonly CandidateTrial[],
): ReadonlyMap<number, VersionFate> {
  const championTurns = changes
    .filter(({ alias, action }) => alias === CHAMPION && action !== 'correct')
    .flatMap(aliasTurns);
  const turns = [...championTurns, ...trials.flatMap(trialTurn)].sort((a, b) => (a.at === b.at ? 0 : a.at - b.at));
  return new Map(turns.map(({ version, fate }) => [version, fate]));
}
