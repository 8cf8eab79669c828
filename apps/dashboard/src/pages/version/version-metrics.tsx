import type { VersionView } from '@plumbline/contracts';
import { DataTable, estimateText, formatDecimal, IntervalPlot, Panel, StateMessage, type Column } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { modelQuery, versionQuery } from '../../api/queries';
import { basisText, metricRows, type MetricRow } from './metric-rows';

function useChampion({ model, version }: VersionView): VersionView | null {
  const champion = useQuery(modelQuery(model)).data?.championVersion ?? null;
  const compared = champion !== null && champion !== version;
  const { data = null } = useQuery({ ...versionQuery(model, champion ?? 0), enabled: compared });
  // A query that is switched off still answers from the cache.
  return compared ? data : null;
}

function Plot({ row, champion }: { row: MetricRow; champion: VersionView | null }) {
  const { label, value, interval, other } = row;
  if (!interval) return <span className="app-muted app-small">no interval given</span>;
  const text = estimateText({ estimate: value, low: interval.low, high: interval.high, n: interval.rows });
  const beside = champion && other !== null ? `, champion v${champion.version} ${formatDecimal(other)}` : '';
  return (
    <IntervalPlot
      estimate={value}
      low={interval.low}
      high={interval.high}
      label={`${label} ${text}${beside}`}
      reference={champion && other !== null ? { at: other, label: `champion v${champion.version}` } : null}
    />
  );
}

function columnsFor(champion: VersionView | null): Column<MetricRow>[] {
  return [
    { key: 'name', header: 'Metric', cell: ({ label }) => <strong className="app-wrap">{label}</strong> },
    {
      key: 'value',
      header: 'Value, interval',
      numeric: true,
      cell: ({ value, interval }) =>
        estimateText({ estimate: value, low: interval?.low ?? null, high: interval?.high ?? null, n: 0 }),
    },
    ...(champion
      ? [
          {
            key: 'champion',
            header: `Champion v${champion.version}`,
            numeric: true,
            cell: ({ other }: MetricRow) => formatDecimal(other),
          },
        ]
      : []),
    { key: 'plot', header: 'Interval', width: '34%', cell: (row) => <Plot row={row} champion={champion} /> },
    {
      key: 'basis',
      header: 'Basis',
      cell: ({ interval }) => (
        <span className="app-muted app-small">{interval ? basisText(interval) : 'as it was told'}</span>
      ),
    },
  ];
}

export function VersionMetrics({ version }: { version: VersionView }) {
  const champion = useChampion(version);
  const rows = metricRows(version, champion);
  return (
    <Panel
      title="Metrics at birth"
      note={
        champion && rows.some(({ other }) => other !== null)
          ? `The dashed line is the champion, v${champion.version}. Measured on different rows, they are no proof of better or worse: a rollout is.`
          : undefined
      }
    >
      {rows.length === 0 ? (
        <StateMessage kind="empty" title="No metric was told or could be measured">
          Push with reference rows and the name of the outcome, and the registry measures by itself.
        </StateMessage>
      ) : (
        <DataTable
          caption={`Metrics of version ${version.version}`}
          rows={rows}
          rowKey={({ name }) => name}
          columns={columnsFor(champion)}
        />
      )}
    </Panel>
  );
}
