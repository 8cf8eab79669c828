import { cellAucInterval, definedOnly, type MetricIntervals, normalInterval } from './classifier-intervals';
import type { ScoreHistogram } from './score-histogram';

export type EstimatedMetric = 'accuracy' | 'precision' | 'recall' | 'f1' | 'auc' | 'logLoss' | 'brier';

/** Variance of the number of positives among the `selected` highest scores, and among the others: sums of p(1 - p). */
function splitVariance({ counts, sums, selected }: ScoreHistogram): [above: number, below: number] {
  let [left, above, below] = [selected, 0, 0];
  for (let i = counts.length - 1; i >= 0; i -= 1) {
    const rows = counts[i] as number;
    if (rows === 0) continue;
    const p = (sums[i] as number) / rows;
    const taken = Math.min(left, rows);
    left -= taken;
    above += taken * p * (1 - p);
    below += (rows - taken) * p * (1 - p);
  }
  return [above, below];
}

/** Expected log loss and Brier score of a row, and the variance of what a drawn label makes of them. */
function expectedLosses(p: number): { logLoss: number; logLossVariance: number; brier: number; brierVariance: number } {
  const spread = p * (1 - p);
  if (spread <= 0) return { logLoss: 0, logLossVariance: 0, brier: 0, brierVariance: 0 };
  return {
    logLoss: -p * Math.log(p) - (1 - p) * Math.log(1 - p),
    logLossVariance: spread * Math.log(p / (1 - p)) ** 2,
    brier: spread,
    brierVariance: spread * (1 - 2 * p) ** 2,
  };
}

function lossIntervals({ counts, sums }: ScoreHistogram, rows: number, alpha: number) {
  const total = { logLoss: 0, logLossVariance: 0, brier: 0, brierVariance: 0 };
  counts.forEach((n, i) => {
    if (n === 0) return;
    const cell = expectedLosses(Math.min(1, Math.max(0, (sums[i] as number) / n)));
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += n * cell[key];
  });
  const interval = (sum: number, variance: number) =>
    normalInterval(sum / rows, Math.sqrt(variance) / rows, rows, { alpha, low: 0 });
  return {
    logLoss: interval(total.logLoss, total.logLossVariance),
    brier: interval(total.brier, total.brierVariance),
  };
}

/**
 * Confidence-based performance estimation from counters (see `expectedPerformance`): what the predictions would show if
 * their probabilities were calibrated, each with the band in which the realised metric then falls with probability
 * 1 - alpha. Decisions are expected exactly; a score stands for the mean of its cell in the AUC (DeLong's law on expected
 * counts), log loss and Brier. The band is the delta method over labels drawn from the probabilities.
 * Assumes one threshold: the highest scores are those decided positive. Empty without rows.
 */
export function estimatedIntervals(histogram: ScoreHistogram, alpha = 0.05): MetricIntervals<EstimatedMetric> {
  const { counts, sums, selected, selectedSum: tp } = histogram;
  const rows = counts.reduce((sum, n) => sum + n, 0);
  if (rows === 0) return {};
  const positives = sums.reduce((sum, p) => sum + p, 0);
  const fn = Math.max(0, positives - tp);
  const [above, below] = splitVariance(histogram);
  const unit = (estimate: number, variance: number) =>
    normalInterval(estimate, Math.sqrt(Math.max(0, variance)), rows, { alpha, low: 0, high: 1 });
  const right = tp + (rows - selected) - fn;
  const recallVariance = (fn * fn * above + tp * tp * below) / positives ** 4;
  const both = selected + positives;
  const f1Variance = (4 * (selected + fn) ** 2 * above + 4 * tp * tp * below) / both ** 4;
  return definedOnly<EstimatedMetric>({
    accuracy: unit(right / rows, (above + below) / rows ** 2),
    precision: selected > 0 ? unit(tp / selected, above / selected ** 2) : undefined,
    recall: positives > 0 ? unit(tp / positives, recallVariance) : undefined,
    f1: both > 0 ? unit((2 * tp) / both, f1Variance) : undefined,
    auc: cellAucInterval(
      sums,
      counts.map((n, i) => n - (sums[i] as number)),
      alpha,
    ),
    ...lossIntervals(histogram, rows, alpha),
  });
}

/** Accuracy of a multiclass model if the probabilities of its answers are calibrated: their mean. Empty without rows. */
export function estimatedAccuracy(
  { counts, sums }: Pick<ScoreHistogram, 'counts' | 'sums'>,
  alpha = 0.05,
): MetricIntervals<'accuracy'> {
  const rows = counts.reduce((sum, n) => sum + n, 0);
  if (rows === 0) return {};
  const mean = sums.reduce((sum, p) => sum + p, 0) / rows;
  const variance = counts.reduce((sum, n, i) => {
    const p = n > 0 ? (sums[i] as number) / n : 0;
    return sum + n * p * (1 - p);
  }, 0);
  return { accuracy: normalInterval(mean, Math.sqrt(Math.max(0, variance)) / rows, rows, { alpha, low: 0, high: 1 }) };
}
