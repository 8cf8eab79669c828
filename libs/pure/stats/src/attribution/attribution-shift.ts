import { createRandom } from '../random/sfc32';
import { StatisticsInputError } from '../statistics.errors';

/** Contributions of one row, one a feature, in the same order everywhere. */
export type RowAttribution = ArrayLike<number>;

export interface AttributionShift {
  /** Share of all attribution that each feature had and has: mean |contribution| over the sum of these means. */
  readonly reference: readonly number[];
  readonly current: readonly number[];
  /** Total variation between the two, in [0, 1]: how much attribution moved from some features to others. */
  readonly moved: number;
  /** What would seem to have moved with no drift at these sizes; the effect is what exceeds it. */
  readonly noDriftExpectation: number;
  readonly effect: number;
  readonly pValue: number;
  /** Normalised discounted cumulative gain of the current order, with the reference's shares as gains; 1: same order. */
  readonly ndcg: number;
}

export interface AttributionShiftOptions {
  readonly seed?: number;
  /** Most relabellings; the smallest p-value is 1 / (this + 1). */
  readonly maximumDraws?: number;
}

const MINIMUM_DRAWS = 199;
const ENOUGH_EXCEEDANCES = 20;

function toShares(sums: Float64Array): number[] {
  const total = sums.reduce((sum, x) => sum + x, 0);
  return Array.from(sums, (x) => (total > 0 ? x / total : 1 / sums.length));
}

/** Sums of |contribution| over the rows at these places. */
function sumsOf(rows: readonly Float64Array[], places: ArrayLike<number>, from: number, to: number): Float64Array {
  const sums = new Float64Array(rows[0]?.length ?? 0);
  for (let k = from; k < to; k += 1) {
    const row = rows[places[k] as number] as Float64Array;
    for (let j = 0; j < sums.length; j += 1) sums[j] = (sums[j] as number) + (row[j] as number);
  }
  return sums;
}

const totalVariation = (p: readonly number[], q: readonly number[]): number =>
  p.reduce((sum, x, j) => sum + Math.abs(x - (q[j] as number)), 0) / 2;

function ndcgOf(reference: readonly number[], current: readonly number[]): number {
  const gain = (order: readonly number[]): number =>
    order.reduce((sum, j, rank) => sum + (reference[j] as number) / Math.log2(rank + 2), 0);
  const orderBy = (shares: readonly number[]): number[] =>
    shares.map((_, j) => j).sort((a, b) => (shares[b] as number) - (shares[a] as number));
  const ideal = gain(orderBy(reference));
  return ideal > 0 ? gain(orderBy(current)) / ideal : 1;
}

/**
 * Has the model begun to rest on other features? Both samples hold the contributions of rows by the same model and
 * method. The shares of mean |contribution| are compared by total variation, and its p-value is that of relabelling rows
 * at random (exact for any sizes and any law of the contributions, noise of a sampling method included), stopping
 * early as in `permutationLaw`. Ranking as in NDCG monitors is shown, not tested: it has no law of its own, and shuffles
 * features that hardly differ. Needs at least one row on each side and equally many features everywhere.
 * Example: rows (3, 1) against rows (1, 3) -> shares .75/.25 against .25/.75, moved 0.5.
 */
export function attributionShift(
  reference: readonly RowAttribution[],
  current: readonly RowAttribution[],
  { seed = 1, maximumDraws = 1_999 }: AttributionShiftOptions = {},
): AttributionShift {
  const rows = [...reference, ...current].map((row) => Float64Array.from(row, Math.abs));
  const features = rows[0]?.length ?? 0;
  const [m, size] = [reference.length, rows.length];
  if (m === 0 || m === size || features === 0 || rows.some((row) => row.length !== features)) {
    throw new StatisticsInputError('attributionShift needs rows of equally many features on both sides', { m, size });
  }
  const places = Uint32Array.from({ length: size }, (_, i) => i);
  const sharesOf = (): [number[], number[]] => [
    toShares(sumsOf(rows, places, 0, m)),
    toShares(sumsOf(rows, places, m, size)),
  ];
  const [before, now] = sharesOf();
  const moved = totalVariation(before, now);
  const random = createRandom(seed);
  let [draws, exceedances, sum] = [0, 0, 0];
  while (draws < maximumDraws && (draws < MINIMUM_DRAWS || exceedances < ENOUGH_EXCEEDANCES)) {
    for (let k = size - 1; k > 0; k -= 1) {
      const other = random.nextInteger(k + 1);
      [places[k], places[other]] = [places[other] as number, places[k] as number];
    }
    const value = totalVariation(...sharesOf());
    sum += value;
    draws += 1;
    if (value >= moved * (1 - 1e-12)) exceedances += 1;
  }
  const stoppedEarly = draws > MINIMUM_DRAWS && exceedances >= ENOUGH_EXCEEDANCES;
  const noDriftExpectation = sum / draws;
  return {
    ...{ reference: before, current: now, moved, noDriftExpectation },
    effect: Math.max(0, moved - noDriftExpectation),
    pValue: stoppedEarly ? exceedances / draws : (exceedances + 1) / (draws + 1),
    ndcg: ndcgOf(before, now),
  };
}
