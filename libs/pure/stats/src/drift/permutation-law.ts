import type { CountVector } from '../measures/shares';
import { nextHypergeometric } from '../random/hypergeometric';
import type { Random } from '../random/sfc32';
import type { DriftStatistic } from './drift-measure';

export interface PermutationOptions {
  readonly random: Random;
  /** Most relabellings; the smallest p-value is 1 / (this + 1). */
  readonly maximumDraws: number;
}

export interface PermutationResult {
  readonly pValue: number;
  /** Mean of the statistic over the relabellings: what it is with no drift. */
  readonly expectation: number;
  readonly draws: number;
}

const MINIMUM_DRAWS = 199;
/** Stop after so many relabellings at least as extreme (Besag & Clifford 1991): far from significance it costs little. */
const ENOUGH_EXCEEDANCES = 20;

/** Fills `reference` and `current` with a random split of the pooled rows into the two given sizes. */
function relabel(random: Random, pooled: number[], size: number, reference: number[], current: number[]): void {
  let total = 0;
  for (const count of pooled) total += count;
  let left = size;
  for (let i = 0; i < pooled.length; i += 1) {
    const count = pooled[i] as number;
    const drawn = nextHypergeometric(random, count, total, left);
    current[i] = drawn;
    reference[i] = count - drawn;
    left -= drawn;
    total -= count;
  }
}

/**
 * Exact test of "both samples come from one law": rows are relabelled at random, keeping the pooled count of every bin
 * (a multivariate hypergeometric draw), and p = (1 + relabellings at least as extreme) / (1 + draws), or h / draws
 * when it stops at the h-th exceedance. Valid for any sample sizes, however thin the bins.
 */
export function permutationLaw(
  statistic: DriftStatistic,
  reference: CountVector,
  current: CountVector,
  { random, maximumDraws }: PermutationOptions,
): PermutationResult {
  const pooled = reference.map((count, i) => count + (current[i] as number));
  const size = current.reduce((sum, count) => sum + count, 0);
  // Equal tables can differ in the last bits by order of summation; they must count as equally extreme.
  const observed = statistic(reference, current) * (1 - 1e-12);
  const fakeReference = new Array<number>(pooled.length).fill(0);
  const fakeCurrent = new Array<number>(pooled.length).fill(0);
  let [draws, exceedances, sum] = [0, 0, 0];
  while (draws < maximumDraws && (draws < MINIMUM_DRAWS || exceedances < ENOUGH_EXCEEDANCES)) {
    relabel(random, pooled, size, fakeReference, fakeCurrent);
    const value = statistic(fakeReference, fakeCurrent);
    sum += value;
    draws += 1;
    if (value >= observed) exceedances += 1;
  }
  const stoppedEarly = draws > MINIMUM_DRAWS && exceedances >= ENOUGH_EXCEEDANCES;
  const pValue = stoppedEarly ? exceedances / draws : (exceedances + 1) / (draws + 1);
  return { pValue, expectation: sum / draws, draws };
}
