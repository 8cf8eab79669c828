import type { PerformanceView } from '@plumbline/contracts';
import { formatDecimal, formatInteger, formatShare } from '@plumbline/ui';

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
