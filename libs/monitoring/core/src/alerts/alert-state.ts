import type { AlertRule } from './alert-rule';
import type { Verdict } from './alert-signal';

/** Where one alert stands. `resolved` is also what never was anything else. */
export interface AlertState {
  readonly standing: 'pending' | 'firing' | 'resolved';
  /** Of the version whose windows are counted. */
  readonly version: number | null;
  /** Event time of the newest window that was counted. */
  readonly lastWindowMs: number | null;
  /** Bad (true) or good windows since the last change of firing, newest last; only as many as the rule asks for. */
  readonly recent: readonly boolean[];
  /** Whether somebody was told that it fires. */
  readonly isTold: boolean;
}

export interface Observation {
  readonly version: number | null;
  readonly windowMs: number;
  readonly verdict: Verdict;
}

export type AlertStep = 'pending' | 'calmed' | 'raised' | 'refreshed' | 'resolved' | 'none';

export const QUIET: AlertState = { standing: 'resolved', version: null, lastWindowMs: null, recent: [], isTold: false };

const countOf = (windows: readonly boolean[], wanted: boolean, of: number): number =>
  windows.slice(-of).filter((bad) => bad === wanted).length;

const isSeen = ({ version, lastWindowMs }: AlertState, seen: Observation): boolean =>
  seen.version === version && lastWindowMs !== null && seen.windowMs <= lastWindowMs;

/**
 * One window of one alert: pending -> firing -> resolved.
 * - A window that was counted before changes nothing, so that a replay changes nothing; windows of another version begin anew.
 * - Not enough evidence neither raises nor resolves, and takes no place among the n.
 * - It fires when `raise.count` of the `raise.of` latest windows are bad, and resolves when `resolve.count` of the
 *   `resolve.of` latest are good. Both count from the last time it began or ceased to fire, so that what raised it does not
 *   hold it up and what resolved it does not hold it down (hysteresis).
 */
export function stepAlert(
  { raise, resolve }: Pick<AlertRule, 'raise' | 'resolve'>,
  state: AlertState,
  seen: Observation,
): { readonly state: AlertState; readonly step: AlertStep } {
  if (seen.verdict === 'not_enough_evidence' || isSeen(state, seen)) return { state, step: 'none' };
  const isBad = seen.verdict === 'bad';
  const known = seen.version === state.version ? state.recent : [];
  const recent = [...known, isBad].slice(-Math.max(raise.of, resolve.of));
  const next = { ...state, version: seen.version, lastWindowMs: seen.windowMs, recent };
  if (state.standing === 'firing') {
    const isOver = countOf(recent, false, resolve.of) >= resolve.count;
    if (isOver) return { state: { ...next, standing: 'resolved', recent: [] }, step: 'resolved' };
    return { state: next, step: isBad ? 'refreshed' : 'none' };
  }
  const bad = countOf(recent, true, raise.of);
  if (bad >= raise.count) return { state: { ...next, standing: 'firing', recent: [] }, step: 'raised' };
  if (bad > 0)
    return { state: { ...next, standing: 'pending' }, step: state.standing === 'pending' ? 'none' : 'pending' };
  return {
    state: { ...next, standing: 'resolved', recent: [] },
    step: state.standing === 'pending' ? 'calmed' : 'none',
  };
}
