export type DdmLevel = 'in_control' | 'warning' | 'drift';

/** State of a drift detection method on labelled errors: a plain JSON object that survives a restart. */
export interface DdmState {
  version: 1;
  warmUp: number;
  warningDeviations: number;
  driftDeviations: number;
  n: number;
  errors: number;
  /** Error rate and its deviation at their least sum; null before the warm-up ends. */
  minimumRate: number | null;
  minimumDeviation: number | null;
  level: DdmLevel;
}

export interface DdmOptions {
  readonly warmUp?: number;
  readonly warningDeviations?: number;
  readonly driftDeviations?: number;
}

export function createDdm({ warmUp = 30, warningDeviations = 2, driftDeviations = 3 }: DdmOptions = {}): DdmState {
  const start = { n: 0, errors: 0, minimumRate: null, minimumDeviation: null, level: 'in_control' as const };
  return { version: 1, warmUp, warningDeviations, driftDeviations, ...start };
}

/**
 * Feeds whether one prediction was wrong and gives the level. DDM (Gama et al. 2004): with error rate p and
 * s = sqrt(p(1-p)/n) after the warm-up, remember the least p + s; warning above p_min + 2 s_min, drift above
 * p_min + 3 s_min; the value after a drift starts afresh. A stream without any error in the warm-up alarms at its first
 * error, as published: use ADWIN there. Changes `state`.
 */
export function updateDdm(state: DdmState, wrong: boolean): DdmLevel {
  if (state.level === 'drift') Object.assign(state, { n: 0, errors: 0, minimumRate: null, minimumDeviation: null });
  state.n += 1;
  if (wrong) state.errors += 1;
  state.level = 'in_control';
  if (state.n <= state.warmUp) return state.level;
  const rate = state.errors / state.n;
  const deviation = Math.sqrt((rate * (1 - rate)) / state.n);
  const least = (state.minimumRate ?? Infinity) + (state.minimumDeviation ?? 0);
  if (rate + deviation <= least) {
    state.minimumRate = rate;
    state.minimumDeviation = deviation;
  }
  const [base, unit] = [state.minimumRate ?? rate, state.minimumDeviation ?? deviation];
  if (rate + deviation > base + state.driftDeviations * unit) state.level = 'drift';
  else if (rate + deviation > base + state.warningDeviations * unit) state.level = 'warning';
  return state.level;
}
