import type { PerformanceView } from '@plumbline/contracts';
import { formatDecimal, formatShare } from '@plumbline/ui';

export function lossSummary({ expected, total }: PerformanceView, metric: 'logLoss' | 'auc'): string {
  const name = metric === 'auc' ? 'AUC' : 'Log loss';
  const now = total?.[metric] ?? null;
  if (now === null) return `${name} is not known yet: it needs outcomes.`;
  const over = `${name} ${formatDecimal(now)} over all labelled rows`;
  const birth = expected?.[metric] ?? null;
  return birth === null ? `${over}.` : `${over}; v${expected?.version} was expected to have ${formatDecimal(birth)}.`;
}

export function coverageSummary({ total }: PerformanceView): string {
  if (!total || total.predictions === 0) return 'No prediction yet.';
  return `Outcomes are known for ${formatShare(total.labelled / total.predictions)} of all predictions; the newest windows wait longest.`;
}
