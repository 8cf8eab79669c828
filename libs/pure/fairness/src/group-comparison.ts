import { type Interval, newcombeInterval, ratioInterval } from '@plumbline/stats';
import type { GroupMetrics, GroupRate, GroupRateName, UndefinedReason } from './group-metrics';

export type KnownRate = Extract<GroupRate, { state: 'known' }>;

export interface ComparableRates {
  readonly known: readonly { readonly group: string; readonly rate: KnownRate }[];
  /** Groups that could not take part, each with its reason; they are not counted as 0. */
  readonly leftOut: readonly { readonly group: string; readonly reason: UndefinedReason | 'suppressed' }[];
}

export function comparableRates(groups: readonly GroupMetrics[], name: GroupRateName): ComparableRates {
  const known: { group: string; rate: KnownRate }[] = [];
  const leftOut: { group: string; reason: UndefinedReason | 'suppressed' }[] = [];
  for (const metrics of groups) {
    const rate = metrics[name];
    if (rate.state === 'known') known.push({ group: metrics.group, rate });
    else leftOut.push({ group: metrics.group, reason: rate.state === 'undefined' ? rate.reason : 'suppressed' });
  }
  return { known, leftOut };
}

export interface PairInterval extends Interval {
  readonly group: string;
  readonly against: string;
}

export const pairCount = (groups: number): number => (groups * (groups - 1)) / 2;

/** Intervals of every ordered pair, each at `alpha` over the number of unordered pairs, so that all hold at once. */
export function pairwise({ known }: ComparableRates, kind: 'difference' | 'ratio', alpha: number): PairInterval[] {
  const level = alpha / Math.max(1, pairCount(known.length));
  const interval = kind === 'difference' ? newcombeInterval : ratioInterval;
  return known.flatMap((a) =>
    known.flatMap((b) => {
      const found = a === b ? undefined : interval(a.rate, b.rate, level);
      return found === undefined ? [] : [{ ...found, group: a.group, against: b.group }];
    }),
  );
}

/**
 * Interval of the largest difference between any two groups. Since the pair intervals hold at once, the true largest
 * difference is at least the largest lower end and at most the largest upper end: no correction for having picked the
 * extremes is missing. Undefined with fewer than two groups.
 */
export function largestOf(pairs: readonly PairInterval[]): PairInterval | undefined {
  if (pairs.length === 0) return undefined;
  const extreme = pairs.reduce((best, pair) => (pair.estimate > best.estimate ? pair : best));
  return {
    ...extreme,
    lower: Math.max(0, ...pairs.map((pair) => pair.lower)),
    upper: Math.max(...pairs.map((pair) => pair.upper)),
  };
}

/** Interval of the smallest ratio between any two groups, by the same argument; at most 1. */
export function smallestOf(pairs: readonly PairInterval[]): PairInterval | undefined {
  if (pairs.length === 0) return undefined;
  const extreme = pairs.reduce((best, pair) => (pair.estimate < best.estimate ? pair : best));
  return {
    ...extreme,
    lower: Math.min(...pairs.map((pair) => pair.lower)),
    upper: Math.min(1, ...pairs.map((pair) => pair.upper)),
  };
}
