/** State of a Page-Hinkley test: a plain JSON object that survives a restart. */
export interface PageHinkleyState {
  version: 1;
  minimumValues: number;
  /** Change of the mean that is tolerated, in the unit of the values. */
  tolerance: number;
  /** Cumulated excess that raises the alarm, in the unit of the values. */
  threshold: number;
  /** Forgetting factor of the sums, just below 1. */
  forgetting: number;
  n: number;
  mean: number;
  sumIncrease: number;
  sumDecrease: number;
  /** Null before the first value. */
  minimumIncrease: number | null;
  maximumDecrease: number | null;
  alarmed: boolean;
}

export interface PageHinkleyOptions {
  readonly minimumValues?: number;
  readonly tolerance?: number;
  readonly threshold?: number;
  readonly forgetting?: number;
}

const START = { n: 0, mean: 0, sumIncrease: 0, sumDecrease: 0, minimumIncrease: null, maximumDecrease: null };

export function createPageHinkley({
  minimumValues = 30,
  tolerance = 0.005,
  threshold = 50,
  forgetting = 1 - 0.0001,
}: PageHinkleyOptions = {}): PageHinkleyState {
  return { version: 1, minimumValues, tolerance, threshold, forgetting, ...START, alarmed: false };
}

/**
 * Feeds one value and says whether the mean has just changed, in either direction (Page 1954; Hinkley 1971). With the
 * running mean x̄: S+ = f S+ + (x - x̄) - tolerance, S- = f S- + (x - x̄) + tolerance; alarm when S+ - min S+ or
 * max S- - S- exceeds the threshold, from `minimumValues` on. The value after an alarm starts afresh. Changes `state`.
 */
export function updatePageHinkley(state: PageHinkleyState, value: number): boolean {
  if (state.alarmed) Object.assign(state, START);
  state.n += 1;
  state.mean += (value - state.mean) / state.n;
  const deviation = value - state.mean;
  state.sumIncrease = state.forgetting * state.sumIncrease + deviation - state.tolerance;
  state.sumDecrease = state.forgetting * state.sumDecrease + deviation + state.tolerance;
  state.minimumIncrease = Math.min(state.minimumIncrease ?? Infinity, state.sumIncrease);
  state.maximumDecrease = Math.max(state.maximumDecrease ?? -Infinity, state.sumDecrease);
  const rise = state.sumIncrease - state.minimumIncrease;
  const fall = state.maximumDecrease - state.sumDecrease;
  state.alarmed = state.n >= state.minimumValues && Math.max(rise, fall) > state.threshold;
  return state.alarmed;
}
