import type { Comparison } from './evidence';
import { NOTHING_COUNTED } from './stratified-difference';

export interface ScoredPair {
  readonly positive: boolean;
  readonly champion: number;
  readonly candidate: number;
}

/** Rank of each value, 1 for the least; equal values share the mean of their ranks. */
function midranks(values: readonly number[]): Float64Array {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++;
    for (let k = from; k < to; k++) ranks[order[k] as number] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/** Per row the share of the other class that it is ranked right against, ties counting half. */
function placements(scores: readonly number[], isPositive: readonly boolean[]): Float64Array {
  const all = midranks(scores);
  const result = new Float64Array(scores.length);
  for (const side of [true, false]) {
    const own = isPositive.flatMap((positive, i) => (positive === side ? [i] : []));
    const others = scores.length - own.length;
    const within = midranks(own.map((i) => scores[i] as number));
    own.forEach((i, k) => {
      const below = ((all[i] as number) - (within[k] as number)) / others;
      result[i] = side ? below : 1 - below;
    });
  }
  return result;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const varianceOfMean = (values: readonly number[]): number => {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1) / values.length;
};

/**
 * Difference of the areas under the ROC curve of two versions on the same rows, candidate less champion, with DeLong's
 * standard error of correlated curves (DeLong, DeLong, Clarke-Pearson 1988; ranks as in Sun and Xu 2014): the variance of the
 * placements' differences over positives, divided by their number, plus the same over negatives. O(n log n).
 *
 * Domain: at least two rows of each class, otherwise undefined. Ties count half.
 * Example: positives (champion .8 .4, candidate .9 .7), negatives (.5 .3, .6 .2): 0.75 and 1, difference 0.25.
 */
export function aucDifference(rows: readonly ScoredPair[]): Comparison {
  const isPositive = rows.map(({ positive }) => positive);
  const positives = isPositive.filter(Boolean).length;
  if (positives < 2 || rows.length - positives < 2) return NOTHING_COUNTED;
  const champion = placements(
    rows.map((row) => row.champion),
    isPositive,
  );
  const candidate = placements(
    rows.map((row) => row.candidate),
    isPositive,
  );
  const ofPositives = (values: Float64Array) => [...values].filter((_, i) => isPositive[i]);
  const differences = candidate.map((value, i) => value - (champion[i] as number));
  const overPositives = ofPositives(differences);
  const overNegatives = [...differences].filter((_, i) => !isPositive[i]);
  return {
    champion: mean(ofPositives(champion)),
    candidate: mean(ofPositives(candidate)),
    difference: {
      estimate: mean(overPositives),
      standardError: Math.sqrt(varianceOfMean(overPositives) + varianceOfMean(overNegatives)),
      observations: rows.length,
    },
  };
}
