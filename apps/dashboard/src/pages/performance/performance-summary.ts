import type { LabelCoverageView, PerformanceMetric, PerformanceView, SegmentSearchView } from '@plumbline/contracts';
import { formatDecimal, formatDuration, formatInteger, formatShare, NOT_KNOWN } from '@plumbline/ui';

/** Outcomes are there, and the model answers classes: its accuracy is what can be told. */
export const hasOnlyAccuracy = ({ total }: PerformanceView): boolean =>
  total !== null && total.logLoss === null && total.accuracy !== null;

export function accuracySummary({ total }: PerformanceView): string {
  if (total?.accuracy == null) return 'Accuracy is not known yet: it needs outcomes.';
  return `${formatShare(total.accuracy)} of ${formatInteger(total.labelled)} labelled predictions were right. The model gives no probability of one class, so there is no log loss and no AUC.`;
}

export function lossSummary({ expected, total }: PerformanceView, metric: 'logLoss' | 'auc'): string {
  const name = metric === 'auc' ? 'AUC' : 'Log loss';
  const now = total?.[metric] ?? null;
  if (now === null && total && total.labelled > 0)
    return `${name} cannot be told: it needs a probability of one class, and outcomes of both.`;
  if (now === null) return `${name} is not known yet: it needs outcomes.`;
  const over = `${name} ${formatDecimal(now)} over all labelled rows`;
  const birth = expected?.[metric] ?? null;
  return birth === null ? `${over}.` : `${over}; v${expected?.version} was expected to have ${formatDecimal(birth)}.`;
}

export function coverageSummary({ total }: PerformanceView): string {
  if (!total || total.predictions === 0) return 'No prediction yet.';
  return `Outcomes are known for ${formatShare(total.labelled / total.predictions)} of all predictions; the newest windows wait longest.`;
}

export const METRIC_NAMES: Readonly<Record<PerformanceMetric, string>> = {
  accuracy: 'Accuracy',
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  auc: 'AUC',
  logLoss: 'Log loss',
  brier: 'Brier score',
  calibrationError: 'Calibration error (ECE)',
  mae: 'Mean absolute error',
  rmse: 'Root mean squared error',
  r2: 'R²',
};

/** A length of time in its largest unit. */
export const lengthText = (ms: number | null): string =>
  ms === null ? NOT_KNOWN : formatDuration(new Date(0).toISOString(), ms);

/** @example "1 h to 6 h", "30 d and more" */
export const ageText = ({ fromMs, toMs }: LabelCoverageView['byAge'][number]): string => {
  if (toMs === null) return `${lengthText(fromMs)} and more`;
  return fromMs === 0 ? `up to ${lengthText(toMs)}` : `${lengthText(fromMs)} to ${lengthText(toMs)}`;
};

export const whereText = (where: SegmentSearchView['segments'][number]['where']): string =>
  where.map(({ feature, value }) => `${feature}: ${value}`).join(', ');

/** What the estimate is worth; nothing to say of a model that has none. */
export function beliefInEstimate({
  total,
  calibration,
}: PerformanceView): { tone: 'muted' | 'watch'; text: string } | null {
  if (!total?.estimated || Object.keys(total.estimated).length === 0 || !calibration) return null;
  const { calibrationErrorAtBirth: atBirth } = calibration;
  if (atBirth === null) {
    const text =
      'The estimate needs calibrated probabilities, and nobody measured that when the version was made: take it for a guess until labels come.';
    return { tone: 'watch', text };
  }
  const text = `The estimate is as good as the probabilities: at birth their calibration error was ${formatDecimal(atBirth, 3)}.`;
  return { tone: 'muted', text };
}
