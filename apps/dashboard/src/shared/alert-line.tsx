import type { AlertView } from '@plumbline/contracts';
import { RelativeTime, VerdictWord, differenceText, estimateText } from '@plumbline/ui';
import { Link } from '@tanstack/react-router';

const TAB_OF_KIND: Readonly<
  Record<string, '/models/$model/drift' | '/models/$model/performance' | '/models/$model/fairness'>
> = {
  drift: '/models/$model/drift',
  feature_drift: '/models/$model/drift',
  prediction_drift: '/models/$model/drift',
  label_drift: '/models/$model/drift',
  joint_drift: '/models/$model/drift',
  attribution_drift: '/models/$model/drift',
  performance_metric: '/models/$model/performance',
  estimated_performance: '/models/$model/performance',
  label_coverage: '/models/$model/performance',
  label_delay: '/models/$model/performance',
  stream: '/models/$model/performance',
  performance: '/models/$model/performance',
  fairness: '/models/$model/fairness',
};

export const alertPage = (kind: string) => TAB_OF_KIND[kind] ?? '/models/$model';

const isInterval = (value: unknown): value is { estimate: number; low: number; high: number; n: number } =>
  typeof value === 'object' && value !== null && 'estimate' in value && 'n' in value;

/** Figures behind an alert, where its detail carries them. */
export function alertFigures({ detail }: AlertView): string {
  const parts: string[] = [];
  const { difference, margin, share, limit, disparateImpact, groups, value } = detail;
  if (isInterval(disparateImpact))
    parts.push(`smallest ratio ${estimateText(disparateImpact)}, n ${disparateImpact.n}`);
  if (Array.isArray(groups) && groups.length > 0) parts.push(`groups ${groups.join(', ')}`);
  if (isInterval(value)) parts.push(`${estimateText(value)}, n ${value.n}`);
  if (isInterval(difference)) parts.push(`difference ${differenceText(difference)}`);
  if (typeof margin === 'number') parts.push(`margin ${margin}`);
  if (typeof limit === 'number') parts.push(`limit ${limit}`);
  if (typeof share === 'object' && share !== null && 'drifted' in share && 'tested' in share)
    parts.push(`${String(share.drifted)} of ${String(share.tested)} features`);
  return parts.join(', ');
}

export function AlertLine({ alert }: { alert: AlertView }) {
  const figures = alertFigures(alert);
  const seen = alert.occurrences > 1 ? `seen ${alert.occurrences} times, last ` : '';
  return (
    <li>
      <span className="app-lead">
        <VerdictWord verdict={alert.severity} />
      </span>
      <div className="app-grow">
        <Link to="/alerts/$alertId" params={{ alertId: alert.id }} className="app-strong">
          {alert.title}
        </Link>
        <div className="app-muted app-small">
          {figures && `${figures} · `}
          {seen}
          <RelativeTime iso={alert.lastSeenAt} />
        </div>
      </div>
      <Link to={alertPage(alert.kind)} params={{ model: alert.model }}>
        Why
      </Link>
    </li>
  );
}
