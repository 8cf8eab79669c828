import type { AlertView } from '@plumbline/contracts';
import { DataTable, RelativeTime, VerdictWord, type Column } from '@plumbline/ui';
import { Link } from '@tanstack/react-router';
import { alertFigures, alertPage } from '../../shared/alert-line';
import { AlertStanding } from './alert-standing';

const COLUMNS: readonly Column<AlertView>[] = [
  { key: 'state', header: 'State', cell: (alert) => <AlertStanding alert={alert} /> },
  { key: 'severity', header: 'Severity', cell: ({ severity }) => <VerdictWord verdict={severity} /> },
  {
    key: 'title',
    header: 'What',
    width: '45%',
    cell: (alert) => (
      <>
        <Link to="/alerts/$alertId" params={{ alertId: alert.id }} className="app-strong app-wrap">
          {alert.title}
        </Link>
        <div className="app-muted app-small">{alertFigures(alert)}</div>
      </>
    ),
  },
  {
    key: 'model',
    header: 'Model',
    cell: ({ model, version }) => (
      <span className="app-nowrap">
        <Link to="/models/$model" params={{ model }}>
          {model}
        </Link>
        {version !== null && ` v${version}`}
      </span>
    ),
  },
  { key: 'rule', header: 'Rule', cell: ({ rule }) => rule },
  { key: 'seen', header: 'Seen', numeric: true, cell: ({ occurrences }) => occurrences },
  { key: 'last', header: 'Last', cell: ({ lastSeenAt }) => <RelativeTime iso={lastSeenAt} /> },
  {
    key: 'why',
    header: <span className="pl-hidden">Why</span>,
    cell: ({ kind, model }) => (
      <Link to={alertPage(kind)} params={{ model }} aria-label={`Why: ${kind} of ${model}`}>
        Why
      </Link>
    ),
  },
];

const RANK = { firing: 0, pending: 1, resolved: 2 } as const;

/** What fires stands first; within a state the newest. */
export function AlertsTable({ alerts }: { alerts: readonly AlertView[] }) {
  const rows = [...alerts].sort((a, b) => RANK[a.state] - RANK[b.state]);
  return (
    <DataTable
      caption="Alerts"
      rows={rows}
      rowKey={({ id }) => id}
      columns={COLUMNS}
      none="No alert fits these filters."
    />
  );
}
