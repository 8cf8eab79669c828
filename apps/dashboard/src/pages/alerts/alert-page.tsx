import type { AlertDetailView, AlertHistoryView } from '@plumbline/contracts';
import { DataTable, Panel, RelativeTime, VerdictWord, type Column } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { alertQuery } from '../../api/queries';
import { alertFigures, alertPage } from '../../shared/alert-line';
import { DeliveriesTable } from '../../shared/deliveries-table';
import { Loaded } from '../../shared/loaded';
import { PageTitle } from '../../shared/page-title';
import { Person } from '../../shared/person';
import { AlertActions } from './alert-actions';
import { AlertStanding } from './alert-standing';

const HISTORY: readonly Column<AlertHistoryView>[] = [
  { key: 'at', header: 'When', cell: ({ at }) => <RelativeTime iso={at} /> },
  { key: 'what', header: 'What', cell: ({ what }) => what },
  { key: 'by', header: 'By', cell: ({ by }) => <Person who={by} /> },
  { key: 'reason', header: 'Reason', width: '50%', cell: ({ reason }) => <span className="app-wrap">{reason}</span> },
];

function Facts({ alert }: { alert: AlertDetailView }) {
  const { model, version, rule, subject, severity, kind, occurrences, createdAt, lastSeenAt, resolvedAt } = alert;
  const figures = alertFigures(alert);
  return (
    <dl className="app-facts">
      <dt>Severity</dt>
      <dd>
        <VerdictWord verdict={severity} />
      </dd>
      <dt>Model</dt>
      <dd>
        <Link to="/models/$model" params={{ model }}>
          {model}
        </Link>
        {version !== null && ` v${version}`}
      </dd>
      <dt>Rule</dt>
      <dd>
        {rule}
        {subject !== null && `, of ${subject}`}
      </dd>
      {figures && (
        <>
          <dt>Figures</dt>
          <dd className="app-wrap">{figures}</dd>
        </>
      )}
      <dt>Seen</dt>
      <dd>
        {occurrences} times, first <RelativeTime iso={createdAt} />, last <RelativeTime iso={lastSeenAt} />
        {resolvedAt && (
          <>
            ; over since <RelativeTime iso={resolvedAt} />
          </>
        )}
      </dd>
      <dt>Why</dt>
      <dd>
        <Link to={alertPage(kind)} params={{ model }}>
          What the check found
        </Link>
      </dd>
    </dl>
  );
}

export function AlertPage() {
  const { alertId } = useParams({ from: '/shell/alerts/$alertId' });
  const query = useQuery(alertQuery(alertId));
  return (
    <Loaded query={query} heightPx={420}>
      {(alert) => (
        <>
          <PageTitle
            title={alert.title}
            documentTitle="Alert"
            beside={<AlertStanding alert={alert} />}
            actions={<AlertActions alert={alert} />}
          />
          <Panel title="What it is about">
            <Facts alert={alert} />
          </Panel>
          <Panel title="History" note="Newest first. What people did stands in the audit log too.">
            <DataTable
              caption="History of the alert"
              rows={alert.history}
              rowKey={({ at, what }) => `${at} ${what}`}
              columns={HISTORY}
              none="Raised before histories were kept."
            />
          </Panel>
          <Panel title="Who was told">
            <DeliveriesTable deliveries={alert.deliveries} none="Nobody: no webhook or mailbox wants this alert." />
          </Panel>
        </>
      )}
    </Loaded>
  );
}
