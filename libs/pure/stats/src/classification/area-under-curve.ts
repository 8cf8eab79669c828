import { normalQuantile } from '../distributions/normal';
import type { Interval } from '../intervals/interval';
import type { Label } from './confusion-matrix';

/** Ranks from 1, ties sharing their mean rank. */
function midRanks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    const value = values[order[start] as number];
    while (end < order.length && values[order[end] as number] === value) end += 1;
    for (let k = start; k < end; k += 1) ranks[order[k] as number] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

/**
 * Area under the ROC curve: the chance that a random positive scores above a random negative, ties counting one half
 * (Mann-Whitney). In [0, 1], 0.5 for no skill; undefined without both classes.
 * Example: labels [0,0,1,1], scores [0.1,0.4,0.35,0.8] -> 0.75.
 */
export function areaUnderCurve(labels: readonly Label[], scores: readonly number[]): number | undefined {
  const ranks = midRanks(Float64Array.from(scores));
  let [positives, rankSum] = [0, 0];
  for (let i = 0; i < labels.length; i += 1) {
    if (labels[i] === 1) {
      positives += 1;
      rankSum += ranks[i] as number;
    }
  }
  const negatives = labels.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

const variance = (values: readonly number[], mean: number): number =>
  values.length < 2 ? 0 : values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);

/**
 * DeLong interval of the AUC: variance S10/P + S01/N of the placement values (DeLong, DeLong & Clarke-Pearson 1988, in
 * the rank form of Sun & Xu 2014), normal law on the AUC, cut to [0, 1]. Undefined without two of each class. With a
 * perfect AUC the variance is 0 and so is the width: read it with the counts.
 */
export function deLongInterval(
  labels: readonly Label[],
  scores: readonly number[],
  alpha = 0.05,
): (Interval & { standardError: number }) | undefined {
  const positive = scores.filter((_, i) => labels[i] === 1);
  const negative = scores.filter((_, i) => labels[i] !== 1);
  const [p, n] = [positive.length, negative.length];
  if (p < 2 || n < 2) return undefined;
  const all = midRanks(Float64Array.from([...positive, ...negative]));
  const withinPositive = midRanks(Float64Array.from(positive));
  const withinNegative = midRanks(Float64Array.from(negative));
  const above = positive.map((_, i) => ((all[i] as number) - (withinPositive[i] as number)) / n);
  const below = negative.map((_, j) => 1 - ((all[p + j] as number) - (withinNegative[j] as number)) / p);
  const estimate = above.reduce((sum, v) => sum + v, 0) / p;
  const standardError = Math.sqrt(variance(above, estimate) / p + variance(below, estimate) / n);
  const half = normalQuantile(1 - alpha / 2) * standardError;
  return { estimate, lower: Math.max(0, estimate - half), upper: Math.min(1, estimate + half), standardError };
}
