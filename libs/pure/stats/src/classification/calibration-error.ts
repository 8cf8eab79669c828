import type { Label } from './confusion-matrix';

export interface CalibrationBin {
  readonly rows: number;
  readonly meanProbability: number;
  readonly observedRate: number;
}

/**
 * Reliability bins of equal count: rows sorted by probability and cut into `bins` runs whose sizes differ by at most
 * one. Equal probabilities may fall on both sides of a cut; the order of the input then decides.
 */
export function calibrationBins(
  labels: readonly Label[],
  probabilities: readonly number[],
  bins = 10,
): CalibrationBin[] {
  const order = probabilities
    .map((_, i) => i)
    .sort((a, b) => (probabilities[a] as number) - (probabilities[b] as number));
  const result: CalibrationBin[] = [];
  for (let k = 0; k < bins; k += 1) {
    const rows = order.slice(Math.floor((k * order.length) / bins), Math.floor(((k + 1) * order.length) / bins));
    if (rows.length === 0) continue;
    result.push({
      rows: rows.length,
      meanProbability: rows.reduce((sum, i) => sum + (probabilities[i] as number), 0) / rows.length,
      observedRate: rows.reduce<number>((sum, i) => sum + (labels[i] as Label), 0) / rows.length,
    });
  }
  return result;
}

/**
 * Expected calibration error: sum over bins of (rows / n) |mean probability - observed rate|, 10 equal-count bins by
 * default. In [0, 1]; 0 is calibrated. Biased upwards on small samples: about sqrt(2 p(1-p) bins / (pi n)) with perfect
 * calibration. Undefined without rows.
 */
export function expectedCalibrationError(
  labels: readonly Label[],
  probabilities: readonly number[],
  bins = 10,
): number | undefined {
  if (labels.length === 0) return undefined;
  return calibrationBins(labels, probabilities, bins).reduce(
    (sum, bin) => sum + (bin.rows / labels.length) * Math.abs(bin.meanProbability - bin.observedRate),
    0,
  );
}
