import type { DeliveryView } from '@plumbline/contracts';
import { DataTable, RelativeTime, VerdictWord, type Column } from '@plumbline/ui';

const COLUMNS: readonly Column<DeliveryView>[] = [
  { key: 'at', header: 'When', cell: ({ createdAt }) => <RelativeTime iso={createdAt} /> },
  { key: 'event', header: 'Event', cell: ({ event }) => <code>{event}</code> },
  { key: 'to', header: 'To', cell: ({ receiver }) => <span className="app-wrap">{receiver}</span> },
  {
    key: 'state',
    header: 'State',
    cell: ({ state, nextAttemptAt, attempts }) => (
      <>
        <VerdictWord verdict={state} />
        {nextAttemptAt && attempts > 0 && (
          <div className="app-muted app-small">
            next attempt <RelativeTime iso={nextAttemptAt} />
          </div>
        )}
      </>
    ),
  },
  { key: 'attempts', header: 'Attempts', numeric: true, cell: ({ attempts }) => attempts },
  {
    key: 'answer',
    header: 'Answer',
    width: '30%',
    cell: ({ status, error }) => <span className="app-wrap">{error ?? status ?? ''}</span>,
  },
];

export function DeliveriesTable({ deliveries, none }: { deliveries: readonly DeliveryView[]; none: string }) {
  return (
    <DataTable
      caption="Deliveries, newest first"
      rows={deliveries}
      rowKey={({ id, webhookId }) => `${id} ${webhookId}`}
      columns={COLUMNS}
      none={none}
    />
  );
}
