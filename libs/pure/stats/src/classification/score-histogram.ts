import { StatisticsInputError } from '../statistics.errors';

/**
 * Probabilities of all predictions, with or without label, by equal-width cell of [0, 1]: what performance can be
 * estimated from before outcomes come. Plain JSON, mergeable.
 */
export interface ScoreHistogram {
  counts: number[];
  /** Sum of the probabilities in the cell. */
  sums: number[];
  /** Rows that were decided positive, and the sum of their probabilities. */
  selected: number;
  selectedSum: number;
}

export function emptyScoreHistogram(cells: number): ScoreHistogram {
  const zeros = (): number[] => new Array<number>(cells).fill(0);
  return { counts: zeros(), sums: zeros(), selected: 0, selectedSum: 0 };
}

/** Counts one probability in [0, 1] and the decision that was served, in place. */
export function addToScoreHistogram(histogram: ScoreHistogram, probability: number, selected: boolean): void {
  const { counts, sums } = histogram;
  const cell = Math.min(counts.length - 1, Math.floor(probability * counts.length));
  counts[cell] = (counts[cell] as number) + 1;
  sums[cell] = (sums[cell] as number) + probability;
  if (!selected) return;
  histogram.selected += 1;
  histogram.selectedSum += probability;
}

const add = (a: readonly number[], b: readonly number[]): number[] => a.map((x, i) => x + (b[i] as number));

export function mergeScoreHistograms(a: ScoreHistogram, b: ScoreHistogram): ScoreHistogram {
  if (a.counts.length !== b.counts.length) {
    throw new StatisticsInputError('score histograms of different widths cannot be merged');
  }
  return {
    counts: add(a.counts, b.counts),
    sums: add(a.sums, b.sums),
    selected: a.selected + b.selected,
    selectedSum: a.selectedSum + b.selectedSum,
  };
}
