import { IconBell, IconClipboardList, IconLayoutDashboard, IconRefresh, type Icon } from '@tabler/icons-react';
import { STATUS_LOOKS } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { alertsQuery, modelsQuery } from '../api/queries';
import { PlumbMark } from './plumb-mark';

const PAGES: readonly { to: '/' | '/alerts' | '/retraining' | '/audit'; label: string; icon: Icon }[] = [
  { to: '/', label: 'Overview', icon: IconLayoutDashboard },
  { to: '/alerts', label: 'Alerts', icon: IconBell },
  { to: '/retraining', label: 'Retraining', icon: IconRefresh },
  { to: '/audit', label: 'Audit', icon: IconClipboardList },
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

export function Rail() {
  const { data: alerts = [] } = useQuery(alertsQuery());
  const open = alerts.filter(({ resolvedAt }) => resolvedAt === null).length;
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
          {to === '/alerts' && open > 0 && (
            <span className="app-count" aria-label={`${open} open`}>
              {open}
            </span>
          )}
        </Link>
      ))}
      <Models />
    </nav>
  );
}
