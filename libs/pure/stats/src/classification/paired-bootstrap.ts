import type { Interval } from '../intervals/interval';
import { createRandom } from '../random/sfc32';
import { StatisticsInputError } from '../statistics.errors';
import { areaUnderCurve } from './area-under-curve';
import type { Label } from './confusion-matrix';
import { rowLogLoss } from './proper-scores';

export type PairedMetric = 'logLoss' | 'auc' | 'accuracy';

export interface PairedRows {
  readonly labels: readonly Label[];
  /** Probabilities of both models on the same rows. */
  readonly candidate: readonly number[];
  readonly champion: readonly number[];
}

export interface PairedBootstrapOptions {
  readonly alpha?: number;
  readonly draws?: number;
  readonly seed?: number;
  /** Decision threshold for accuracy. */
  readonly threshold?: number;
}

type DifferenceOnRows = (rows: Uint32Array) => number | undefined;

function meanDifference(perRow: Float64Array): DifferenceOnRows {
  return (rows) => {
    let sum = 0;
    for (let i = 0; i < rows.length; i += 1) sum += perRow[rows[i] as number] as number;
    return sum / rows.length;
  };
}

function differenceOf(
  metric: PairedMetric,
  { labels, candidate, champion }: PairedRows,
  threshold: number,
): DifferenceOnRows {
  if (metric === 'auc') {
    return (rows) => {
      const picked = Array.from(rows, (i) => labels[i] as Label);
      const ours = areaUnderCurve(
        picked,
        Array.from(rows, (i) => candidate[i] as number),
      );
      const theirs = areaUnderCurve(
        picked,
        Array.from(rows, (i) => champion[i] as number),
      );
      return ours === undefined || theirs === undefined ? undefined : ours - theirs;
    };
  }
  const right = (label: Label, p: number): number => (p >= threshold === (label === 1) ? 1 : 0);
  const score = metric === 'logLoss' ? rowLogLoss : right;
  return meanDifference(
    Float64Array.from(labels, (label, i) => score(label, candidate[i] as number) - score(label, champion[i] as number)),
  );
}

/**
 * Percentile bootstrap interval of metric(candidate) - metric(champion) on the same rows: rows are drawn with
 * replacement, seeded, and both models scored on each draw, so that what the rows have in common cancels. Log loss and
 * accuracy are means over rows; draws without both classes are left out for AUC, and the result is undefined if the rows
 * themselves lack one. Needs some 30 rows; 1,000 draws give the ends to about 3 % of the width.
 */
export function pairedBootstrap(
  metric: PairedMetric,
  rows: PairedRows,
  { alpha = 0.05, draws = 1_000, seed = 1, threshold = 0.5 }: PairedBootstrapOptions = {},
): Interval | undefined {
  const n = rows.labels.length;
  if (n === 0 || rows.candidate.length !== n || rows.champion.length !== n) {
    throw new StatisticsInputError('pairedBootstrap needs labels and both scores on the same rows, not 0');
  }
  const difference = differenceOf(metric, rows, threshold);
  const estimate = difference(Uint32Array.from({ length: n }, (_, i) => i));
  if (estimate === undefined) return undefined;
  const random = createRandom(seed);
  const sample = new Uint32Array(n);
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    for (let i = 0; i < n; i += 1) sample[i] = random.nextInteger(n);
    const value = difference(sample);
    if (value !== undefined) values.push(value);
  }
  values.sort((a, b) => a - b);
  const at = (share: number): number =>
    values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? estimate;
  return { estimate, lower: at(alpha / 2), upper: at(1 - alpha / 2) };
}
