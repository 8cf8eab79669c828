import type { AuditEntryView } from '@plumbline/contracts';
import { DataTable, formatInteger, RelativeTime, type Column } from '@plumbline/ui';
import { Link } from '@tanstack/react-router';

const reasonOf = ({ envelope }: AuditEntryView): string =>
  typeof envelope['reason'] === 'string' ? envelope['reason'] : '';

function Details({ entry }: { entry: AuditEntryView }) {
  return (
    <details className="app-explain">
      <summary>Entry</summary>
      <pre className="app-log">{JSON.stringify(entry.envelope, null, 2)}</pre>
      <p className="app-small app-wrap">leaf hash {entry.leafHash}</p>
    </details>
  );
}

const COLUMNS: readonly Column<AuditEntryView>[] = [
  {
    key: 'seq',
    header: 'No.',
    numeric: true,
    cell: ({ seq }) => (seq === null ? <span title="Written, not yet in the tree">soon</span> : formatInteger(seq)),
  },
  { key: 'at', header: 'When', cell: ({ occurredAt }) => <RelativeTime iso={occurredAt} /> },
  { key: 'actor', header: 'Who', cell: ({ actor }) => <span className="app-nowrap">{actor}</span> },
  { key: 'action', header: 'Did', cell: ({ action }) => <strong className="app-nowrap">{action}</strong> },
  {
    key: 'object',
    header: 'To',
    cell: ({ resourceType, resourceId }) => (
      <Link to="/audit" search={{ type: resourceType, id: resourceId }} className="app-wrap">
        {resourceType.replace('_', ' ')} {resourceId}
      </Link>
    ),
  },
  {
    key: 'reason',
    header: 'Reason',
    width: '38%',
    cell: (entry) => (
      <>
        {reasonOf(entry)}
        <Details entry={entry} />
      </>
    ),
  },
];

export function AuditTable({ entries }: { entries: readonly AuditEntryView[] }) {
  return (
    <DataTable
      caption="Audit entries, newest first"
      rows={entries}
      rowKey={({ eventId }) => eventId}
      columns={COLUMNS}
      none="No entry fits the filter."
    />
  );
}
