import type { CalibrationBin } from './calibration-error';

/** Labels and probabilities by equal-width cell of [0, 1]: mergeable, plain JSON. */
export interface CalibrationHistogram {
  positives: number[];
  negatives: number[];
  /** Sum of probabilities in the cell, so that calibration uses their true mean. */
  probabilitySums: number[];
}

export function emptyCalibrationHistogram(cells: number): CalibrationHistogram {
  const zeros = (): number[] => new Array<number>(cells).fill(0);
  return { positives: zeros(), negatives: zeros(), probabilitySums: zeros() };
}

/** Counts one labelled probability in [0, 1], in place; sign -1 takes it back. */
export function addCalibration(
  histogram: CalibrationHistogram,
  label: 0 | 1,
  probability: number,
  sign: 1 | -1 = 1,
): void {
  const side = label === 1 ? histogram.positives : histogram.negatives;
  const cell = Math.min(side.length - 1, Math.floor(probability * side.length));
  side[cell] = (side[cell] as number) + sign;
  histogram.probabilitySums[cell] = (histogram.probabilitySums[cell] as number) + sign * probability;
}

const add = (a: readonly number[], b: readonly number[]): number[] => a.map((x, i) => x + (b[i] as number));

export function mergeCalibrationHistograms(a: CalibrationHistogram, b: CalibrationHistogram): CalibrationHistogram {
  return {
    positives: add(a.positives, b.positives),
    negatives: add(a.negatives, b.negatives),
    probabilitySums: add(a.probabilitySums, b.probabilitySums),
  };
}

/**
 * About `bins` equal-count runs of whole cells: each ends with the cell that reaches the next multiple of n / bins.
 * Empty without rows.
 */
export function histogramCalibrationBins(histogram: CalibrationHistogram, bins = 10): CalibrationBin[] {
  const { positives, negatives, probabilitySums } = histogram;
  const total = positives.reduce((sum, p, i) => sum + p + (negatives[i] as number), 0);
  const runs: CalibrationBin[] = [];
  let [rows, positive, probability, seen] = [0, 0, 0, 0];
  positives.forEach((p, i) => {
    rows += p + (negatives[i] as number);
    positive += p;
    probability += probabilitySums[i] as number;
    const nextCut = (total * (Math.floor((seen * bins) / total) + 1)) / bins;
    if (rows === 0 || (seen + rows < nextCut && i < positives.length - 1)) return;
    runs.push({ rows, meanProbability: probability / rows, observedRate: positive / rows });
    seen += rows;
    [rows, positive, probability] = [0, 0, 0];
  });
  return runs;
}

/**
 * Expected calibration error over `histogramCalibrationBins`. Equals the exact error when no cell straddles a cut.
 * Undefined without rows.
 */
export function histogramCalibrationError(histogram: CalibrationHistogram, bins = 10): number | undefined {
  const runs = histogramCalibrationBins(histogram, bins);
  const total = runs.reduce((sum, { rows }) => sum + rows, 0);
  if (total === 0) return undefined;
  return runs.reduce((sum, run) => sum + (run.rows / total) * Math.abs(run.meanProbability - run.observedRate), 0);
}
