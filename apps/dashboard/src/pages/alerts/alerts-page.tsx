import type { AlertView } from '@plumbline/contracts';
import { DataTable, Panel, RelativeTime, ToneNote, VerdictWord, type Column } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { alertsQuery } from '../../api/queries';
import { alertFigures, alertPage } from '../../shared/alert-line';
import { Loaded } from '../../shared/loaded';
import { PageTitle } from '../../shared/page-title';

const COLUMNS: readonly Column<AlertView>[] = [
  {
    key: 'severity',
    header: 'Severity',
    cell: ({ severity, resolvedAt }) => <VerdictWord verdict={resolvedAt ? 'resolved' : severity} />,
  },
  {
    key: 'title',
    header: 'What',
    width: '50%',
    cell: (alert) => (
      <>
        <div className="app-strong">{alert.title}</div>
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
  { key: 'seen', header: 'Seen', numeric: true, cell: ({ occurrences }) => occurrences },
  { key: 'first', header: 'First', cell: ({ createdAt }) => <RelativeTime iso={createdAt} /> },
  { key: 'last', header: 'Last', cell: ({ lastSeenAt }) => <RelativeTime iso={lastSeenAt} /> },
  {
    key: 'why',
    header: '',
    cell: ({ kind, model }) => (
      <Link to={alertPage(kind)} params={{ model }} aria-label={`Why: ${kind} of ${model}`}>
        Why
      </Link>
    ),
  },
];

export function AlertsPage() {
  const alerts = useQuery(alertsQuery());
  const { state = 'open', model } = useSearch({ from: '/shell/alerts' });
  return (
    <>
      <PageTitle title="Alerts" />
      <Loaded query={alerts} heightPx={360}>
        {(all) => {
          const ofModel = all.filter((alert) => model === undefined || alert.model === model);
          const open = ofModel.filter(({ resolvedAt }) => resolvedAt === null);
          const rows = state === 'all' ? ofModel : open;
          return (
            <>
              <div className="app-filters" role="group" aria-label="Alerts by state">
                <Link to="/alerts" search={{}} activeOptions={{ exact: true }} replace>
                  <strong>{open.length}</strong> Open
                </Link>
                <Link to="/alerts" search={{ state: 'all' }} activeOptions={{ exact: true }} replace>
                  <strong>{ofModel.length}</strong> All
                </Link>
              </div>
              <Panel
                title={state === 'all' ? 'All alerts' : 'Open alerts'}
                note="An alert resolves itself when its check is good again."
              >
                {rows.length === 0 ? (
                  <ToneNote tone="good">No open alert.</ToneNote>
                ) : (
                  <DataTable caption="Alerts" rows={rows} rowKey={({ id }) => id} columns={COLUMNS} />
                )}
              </Panel>
            </>
          );
        }}
      </Loaded>
    </>
  );
}
