import type { VersionView } from '@plumbline/contracts';
import {
  DataTable,
  formatBytes,
  formatDecimal,
  Panel,
  RelativeTime,
  StateMessage,
  VerdictWord,
  type Column,
} from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { versionsQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { useModelName } from './use-model';

const DIGEST_CHARACTERS = 12;
const FIRST_METRICS = ['logLoss', 'log_loss', 'auc', 'accuracy'];
const SHOWN_METRICS = 3;

/** Metric columns: the known ones first, as many as fit. */
function metricNames(versions: readonly VersionView[]): string[] {
  const all = new Set(versions.flatMap(({ metrics }) => Object.keys(metrics)));
  const known = FIRST_METRICS.filter((name) => all.has(name));
  return [...known, ...[...all].filter((name) => !known.includes(name)).sort()].slice(0, SHOWN_METRICS);
}

function readable(name: string): string {
  if (name === 'auc') return 'AUC';
  const words = name
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Digest({ digest }: { digest: string }) {
  const short = digest.replace(/^sha256:/, '').slice(0, DIGEST_CHARACTERS);
  return <code title={digest}>{short}</code>;
}

function columnsFor(versions: readonly VersionView[]): Column<VersionView>[] {
  return [
    { key: 'version', header: 'Version', cell: ({ version }) => <strong>v{version}</strong> },
    { key: 'fate', header: 'Fate', cell: ({ fate }) => <VerdictWord verdict={fate} /> },
    { key: 'born', header: 'Born because', width: '34%', cell: ({ bornBecause }) => bornBecause || 'not said' },
    ...metricNames(versions).map((name) => ({
      key: name,
      header: `${readable(name)} at birth`,
      numeric: true,
      cell: ({ metrics }: VersionView) => formatDecimal(metrics[name]),
    })),
    { key: 'size', header: 'Size', numeric: true, cell: ({ artifactBytes }) => formatBytes(artifactBytes) },
    { key: 'digest', header: 'SHA-256', cell: ({ artifactDigest }) => <Digest digest={artifactDigest} /> },
    {
      key: 'at',
      header: 'Registered',
      cell: ({ createdAt, createdBy }) => (
        <>
          <RelativeTime iso={createdAt} />
          <div className="app-muted app-small">{createdBy}</div>
        </>
      ),
    },
  ];
}

export function VersionsTab() {
  const name = useModelName();
  const versions = useQuery(versionsQuery(name));
  return (
    <Panel title="Versions">
      <Loaded
        query={versions}
        heightPx={220}
        empty={(rows) =>
          rows.length === 0 ? (
            <StateMessage
              kind="empty"
              title="No version yet"
              commands={[`npx plumbline push model.onnx --name ${name}`]}
            >
              Push one:
            </StateMessage>
          ) : null
        }
      >
        {(rows) => (
          <DataTable
            caption={`Versions of ${name}, newest first`}
            rows={[...rows].sort((a, b) => b.version - a.version)}
            rowKey={({ version }) => String(version)}
            columns={columnsFor(rows)}
          />
        )}
      </Loaded>
    </Panel>
  );
}
