import type { VersionView } from '@plumbline/contracts';
import {
  DataTable,
  Digest,
  formatBytes,
  formatDecimal,
  Panel,
  RelativeTime,
  StateMessage,
  VerdictWord,
  type Column,
} from '@plumbline/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { versionsQuery } from '../../api/queries';
import { LoadMore } from '../../shared/load-more';
import { Loaded } from '../../shared/loaded';
import { inOrder, readable } from '../../shared/metric-names';
import { Person } from '../../shared/person';
import { shellWord } from '../../shared/shell-word';
import { useModelName } from './use-model';

const SHOWN_METRICS = 3;

/** Metric columns: as many as fit. */
const metricNames = (versions: readonly VersionView[]): string[] =>
  inOrder(versions.flatMap(({ metrics }) => Object.keys(metrics))).slice(0, SHOWN_METRICS);

function VersionLink({ version: { model, version } }: { version: VersionView }) {
  return (
    <Link to="/models/$model/versions/$version" params={{ model, version: String(version) }} className="app-strong">
      v{version}
    </Link>
  );
}

function columnsFor(versions: readonly VersionView[]): Column<VersionView>[] {
  return [
    { key: 'version', header: 'Version', cell: (version) => <VersionLink version={version} /> },
    {
      key: 'fate',
      header: 'Fate',
      cell: ({ fate, archived }) => (
        <>
          <VerdictWord verdict={fate} />
          {archived && (
            <div className="app-small">
              <VerdictWord verdict="archived" title={archived.reason} />
            </div>
          )}
        </>
      ),
    },
    {
      key: 'born',
      header: 'Born because',
      width: '34%',
      cell: ({ bornBecause }) => <span className="app-wrap">{bornBecause || 'not said'}</span>,
    },
    ...metricNames(versions).map((name) => ({
      key: name,
      header: `${readable(name)} at birth`,
      numeric: true,
      cell: ({ metrics }: VersionView) => formatDecimal(metrics[name]),
    })),
    { key: 'size', header: 'Size', numeric: true, cell: ({ artifactBytes }) => formatBytes(artifactBytes) },
    {
      key: 'digest',
      header: 'SHA-256',
      cell: ({ artifactDigest, version }) => <Digest digest={artifactDigest} of={`version ${version}`} />,
    },
    {
      key: 'at',
      header: 'Registered',
      cell: ({ createdAt, createdBy }) => (
        <>
          <RelativeTime iso={createdAt} />
          <div className="app-muted app-small">
            <Person who={createdBy} />
          </div>
        </>
      ),
    },
  ];
}

export function VersionsTab() {
  const name = useModelName();
  const versions = useInfiniteQuery(versionsQuery(name));
  return (
    <Panel title="Versions">
      <Loaded
        query={versions}
        heightPx={220}
        empty={({ pages }) =>
          pages[0]?.items.length === 0 ? (
            <StateMessage
              kind="empty"
              title="No version yet"
              commands={[`npx plumbline push model.onnx --name ${shellWord(name)}`]}
            >
              Push one:
            </StateMessage>
          ) : null
        }
      >
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          return (
            <>
              <DataTable
                caption={`Versions of ${name}, newest first`}
                rows={rows}
                rowKey={({ version }) => String(version)}
                columns={columnsFor(rows)}
              />
              <LoadMore of={versions} what="Load older versions" />
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}
