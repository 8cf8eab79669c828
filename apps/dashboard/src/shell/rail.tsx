import {
  IconBell,
  IconClipboardList,
  IconKey,
  IconLayoutDashboard,
  IconMailX,
  IconRefresh,
  IconUserCheck,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';
import { STATUS_LOOKS } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { firingAlertsQuery, modelsQuery, openApprovalsQuery } from '../api/queries';
import { PlumbMark } from './plumb-mark';

type PagePath = '/' | '/approvals' | '/alerts' | '/dead-letters' | '/retraining' | '/audit' | '/access' | '/webhooks';

const PAGES: readonly { to: PagePath; label: string; icon: Icon }[] = [
  { to: '/', label: 'Overview', icon: IconLayoutDashboard },
  { to: '/alerts', label: 'Alerts', icon: IconBell },
  { to: '/approvals', label: 'Approvals', icon: IconUserCheck },
  { to: '/retraining', label: 'Retraining', icon: IconRefresh },
  { to: '/dead-letters', label: 'Dead letters', icon: IconMailX },
  { to: '/audit', label: 'Audit', icon: IconClipboardList },
  { to: '/access', label: 'Access', icon: IconKey },
  { to: '/webhooks', label: 'Webhooks', icon: IconWebhook },
];

function Models() {
  const { data: models = [] } = useQuery(modelsQuery());
  if (models.length === 0) return null;
  return (
    <>
      <h2>Models</h2>
      {models.map(({ name, status }) => {
        const { icon: Glyph, tone, word } = STATUS_LOOKS[status];
        return (
          <Link key={name} to="/models/$model" params={{ model: name }} className="app-nav" title={`${name}: ${word}`}>
            <span>{name}</span>
            <Glyph size={15} className={`pl-tone-${tone}`} aria-hidden />
            <span className="pl-hidden">{word}</span>
          </Link>
        );
      })}
    </>
  );
}

/** How many things of a page wait for somebody. */
function useOpenCounts(): Partial<Record<PagePath, number>> {
  const { data: alerts = [] } = useQuery(firingAlertsQuery());
  const { data: approvals = [] } = useQuery(openApprovalsQuery());
  return { '/alerts': alerts.length, '/approvals': approvals.length };
}

export function Rail() {
  const open = useOpenCounts();
  return (
    <nav className="app-rail" aria-label="Main">
      <Link to="/" className="app-brand">
        <PlumbMark />
        Plumbline
      </Link>
      {PAGES.map(({ to, label, icon: Glyph }) => (
        <Link key={to} to={to} className="app-nav" activeOptions={{ exact: to === '/', includeSearch: false }}>
          <Glyph size={17} aria-hidden stroke={1.7} />
          <span>{label}</span>
          {(open[to] ?? 0) > 0 && (
            <span className="app-count" aria-label={`${open[to]} open`}>
              {open[to]}
            </span>
          )}
        </Link>
      ))}
      <Models />
    </nav>
  );
}
