/** Counters of a mean: they add up over windows. A rate is a mean of zeros and ones. */
export interface MeanCounters {
  readonly n: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** What a sequential verdict needs to know of a difference. */
export interface DifferenceEstimate {
  readonly estimate: number;
  readonly standardError: number;
  readonly observations: number;
}

export const meanCounters = (values: Iterable<number>): MeanCounters => {
  let [n, sum, sumOfSquares] = [0, 0, 0];
  for (const value of values) {
    n += 1;
    sum += value;
    sumOfSquares += value * value;
  }
  return { n, sum, sumOfSquares };
};

export const addMeanCounters = (a: MeanCounters, b: MeanCounters): MeanCounters => ({
  n: a.n + b.n,
  sum: a.sum + b.sum,
  sumOfSquares: a.sumOfSquares + b.sumOfSquares,
});

/** Unbiased variance (divisor n - 1), 0 below two observations. */
function sampleVariance({ n, sum, sumOfSquares }: MeanCounters): number {
  return n < 2 ? 0 : Math.max(0, (sumOfSquares - (sum * sum) / n) / (n - 1));
}

/**
 * Difference candidate - stable of two independent means: standard error sqrt(vA/nA + vB/nB), observations nA + nB.
 * Undefined while a side has fewer than two observations.
 */
export function independentDifference(candidate: MeanCounters, stable: MeanCounters): DifferenceEstimate | undefined {
  if (candidate.n < 2 || stable.n < 2) return undefined;
  return {
    estimate: candidate.sum / candidate.n - stable.sum / stable.n,
    standardError: Math.sqrt(sampleVariance(candidate) / candidate.n + sampleVariance(stable) / stable.n),
    observations: candidate.n + stable.n,
  };
}

/** Mean of differences taken row by row (both versions scored the same row, as in shadow mode). */
export function pairedDifference(differences: MeanCounters): DifferenceEstimate | undefined {
  if (differences.n < 2) return undefined;
  return {
    estimate: differences.sum / differences.n,
    standardError: Math.sqrt(sampleVariance(differences) / differences.n),
    observations: differences.n,
  };
}
