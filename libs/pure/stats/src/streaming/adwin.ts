/** Buckets of one size, oldest first: row r holds buckets of 2^r values, their sums and sums of squared deviations. */
interface BucketRow {
  totals: number[];
  variances: number[];
}

/** State of an adaptive window: a plain JSON object that survives a restart. */
export interface AdwinState {
  version: 1;
  delta: number;
  ticks: number;
  width: number;
  total: number;
  /** Sum of squared deviations from the window's mean. */
  variance: number;
  rows: BucketRow[];
}

const MAXIMUM_BUCKETS = 5;
const CLOCK = 32;
const GRACE_PERIOD = 10;
const MINIMUM_SUBWINDOW = 5;

/** `delta` in (0, 1): the confidence of a cut; smaller alarms less. */
export function createAdwin(delta = 0.002): AdwinState {
  return { version: 1, delta, ticks: 0, width: 0, total: 0, variance: 0, rows: [{ totals: [], variances: [] }] };
}

/** n1 n2 / (n1 + n2) (mean1 - mean2)²: what merging two parts adds to their summed squared deviations. */
const between = (n1: number, total1: number, n2: number, total2: number): number =>
  ((n1 * n2) / (n1 + n2)) * (total1 / n1 - total2 / n2) ** 2;

function compress(rows: BucketRow[]): void {
  for (let r = 0; r < rows.length; r += 1) {
    const row = rows[r] as BucketRow;
    if (row.totals.length <= MAXIMUM_BUCKETS) return;
    const next = (rows[r + 1] ??= { totals: [], variances: [] });
    const size = 2 ** r;
    const [firstTotal, secondTotal] = row.totals.splice(0, 2) as [number, number];
    const [firstVariance, secondVariance] = row.variances.splice(0, 2) as [number, number];
    next.totals.push(firstTotal + secondTotal);
    next.variances.push(firstVariance + secondVariance + between(size, firstTotal, size, secondTotal));
  }
}

function insert(state: AdwinState, value: number): void {
  const first = state.rows[0] as BucketRow;
  first.totals.push(value);
  first.variances.push(0);
  if (state.width > 0) state.variance += between(state.width, state.total, 1, value);
  state.width += 1;
  state.total += value;
  compress(state.rows);
}

function dropOldest(state: AdwinState): void {
  const row = state.rows[state.rows.length - 1] as BucketRow;
  const size = 2 ** (state.rows.length - 1);
  const total = row.totals.shift() as number;
  const variance = row.variances.shift() as number;
  state.width -= size;
  state.total -= total;
  state.variance -= variance + between(size, total, state.width, state.total);
  if (row.totals.length === 0 && state.rows.length > 1) state.rows.pop();
}

function isCut(state: AdwinState, n0: number, total0: number): boolean {
  const n1 = state.width - n0;
  if (n0 < MINIMUM_SUBWINDOW || n1 < MINIMUM_SUBWINDOW) return false;
  const logTerm = Math.log((2 * Math.log(state.width)) / state.delta);
  const harmonic = 1 / (n0 - MINIMUM_SUBWINDOW + 1) + 1 / (n1 - MINIMUM_SUBWINDOW + 1);
  const spread = Math.max(0, state.variance / state.width);
  const epsilon = Math.sqrt(2 * harmonic * spread * logTerm) + (2 / 3) * logTerm * harmonic;
  return Math.abs(total0 / n0 - (state.total - total0) / n1) > epsilon;
}

function hasCut(state: AdwinState): boolean {
  let [n0, total0] = [0, 0];
  for (let r = state.rows.length - 1; r >= 0; r -= 1) {
    for (const total of (state.rows[r] as BucketRow).totals) {
      n0 += 2 ** r;
      total0 += total;
      if (isCut(state, n0, total0)) return true;
    }
  }
  return false;
}

/**
 * Feeds one value (an error, a loss, a feature in any unit) and says whether the mean has just changed. ADWIN (Bifet &
 * Gavaldà 2007) keeps the longest window whose halves, cut anywhere, do not differ by more than
 * epsilon = sqrt(2 h s² ln(2 ln W / delta)) + 2/3 h ln(2 ln W / delta), h = 1/(n0-4) + 1/(n1-4); on a difference it
 * drops its oldest part. Looks every 32 values, after 10; buckets of 2^r values, at most 5 of a size: MOA's and River's
 * settings. One change may alarm at several looks while the old part is dropped; River's class hides that by forgetting
 * the whole window after an alarm. Changes `state`. Example: 1,000 zeros, then ones, delta 0.002: first alarm at index 1023.
 */
export function updateAdwin(state: AdwinState, value: number): boolean {
  insert(state, value);
  state.ticks += 1;
  if (state.ticks % CLOCK !== 0 || state.width <= GRACE_PERIOD) return false;
  let changed = false;
  while (hasCut(state)) {
    changed = true;
    dropOldest(state);
  }
  return changed;
}

/** Mean of the values kept; undefined before the first. */
export const adwinMean = ({ width, total }: AdwinState): number | undefined => (width > 0 ? total / width : undefined);
