import type { Comparison } from './evidence';
import { NOTHING_COUNTED } from './stratified-difference';

/** Rows of one group of a protected attribute that both versions scored. */
export interface GroupSelection {
  readonly group: string;
  readonly n: number;
  /** Shares of the rows that each version selects (gives the positive label). */
  readonly champion: number;
  readonly candidate: number;
  /** Sample variance of (candidate selects - champion selects) over the rows. */
  readonly varianceOfDifference: number;
}

const MINIMUM_GROUP = 30;

const pairsOf = <T>(all: readonly T[]): [T, T][] => all.flatMap((a, i) => all.slice(i + 1).map((b): [T, T] => [a, b]));

/**
 * Does the candidate widen the gap between two groups' selection rates? For each pair of groups |gap| of the candidate less
 * |gap| of the champion, on the same rows, so what is judged is the change and not a gap that was there before. The pair
 * where it grows most is given. Its standard error is that of the change of the signed gap, which bounds it, times
 * sqrt(pairs): coarser than sharing alpha among the pairs, and on the safe side. Groups below 30 rows are left out.
 */
export function selectionGap(groups: readonly GroupSelection[]): Comparison {
  const pairs = pairsOf(groups.filter(({ n }) => n >= MINIMUM_GROUP)).map(([a, b]) => ({
    champion: Math.abs(a.champion - b.champion),
    candidate: Math.abs(a.candidate - b.candidate),
    variance: a.varianceOfDifference / a.n + b.varianceOfDifference / b.n,
    observations: a.n + b.n,
  }));
  const [first, ...others] = pairs;
  if (!first) return NOTHING_COUNTED;
  const widened = ({ champion, candidate }: { champion: number; candidate: number }) => candidate - champion;
  const worst = others.reduce((a, b) => (widened(b) > widened(a) ? b : a), first);
  return {
    champion: worst.champion,
    candidate: worst.candidate,
    difference: {
      estimate: widened(worst),
      standardError: Math.sqrt(worst.variance * pairs.length),
      observations: worst.observations,
    },
  };
}
