import {
  PERFORMANCE_METRICS,
  type IntervalView,
  type PerformanceMetric,
  type PerformanceView,
} from '@plumbline/contracts';
import {
  type Column,
  DataTable,
  estimateText,
  formatInteger,
  formatShare,
  LineChart,
  NOT_KNOWN,
  Panel,
  ToneNote,
} from '@plumbline/ui';
import { beliefInEstimate, METRIC_NAMES } from './performance-summary';
import { estimatePoints, ESTIMATE_SERIES } from './performance-series';

interface Row {
  readonly name: PerformanceMetric;
  readonly realised: IntervalView | undefined;
  readonly estimated: IntervalView | undefined;
}

const show = (value: IntervalView | undefined) => (value ? estimateText(value) : NOT_KNOWN);

const COLUMNS: readonly Column<Row>[] = [
  { key: 'metric', header: 'Metric', cell: ({ name }) => METRIC_NAMES[name] },
  { key: 'realised', header: 'Realised', numeric: true, cell: ({ realised }) => show(realised) },
  { key: 'rows', header: 'Labelled rows', numeric: true, cell: ({ realised }) => formatInteger(realised?.n ?? 0) },
  { key: 'estimated', header: 'Estimated of all rows', numeric: true, cell: ({ estimated }) => show(estimated) },
];

export function MetricsPanel({ view }: { view: PerformanceView }) {
  const { metrics = {}, estimated = {} } = view.total ?? {};
  const rows = PERFORMANCE_METRICS.filter((name) => metrics[name] ?? estimated[name]).map((name) => ({
    ...{ name, realised: metrics[name], estimated: estimated[name] },
  }));
  if (rows.length === 0) return null;
  const belief = beliefInEstimate(view);
  return (
    <Panel title="Performance, realised and estimated" note="Intervals at 95 %.">
      <DataTable caption="Performance metrics" columns={COLUMNS} rows={rows} rowKey={({ name }) => name} />
      {belief && <ToneNote tone={belief.tone}>{belief.text}</ToneNote>}
      {Object.keys(estimated).length > 0 && (
        <LineChart
          id="estimated"
          title="Accuracy, realised and estimated"
          summary="Realised accuracy outside the band of the estimate says that the probabilities no longer mean what they meant: drift of the concept, not only of the data."
          series={ESTIMATE_SERIES}
          points={estimatePoints(view.windows)}
          format={(share) => formatShare(share, 1)}
          domain={[0, 1]}
        />
      )}
    </Panel>
  );
}

type Run = NonNullable<PerformanceView['reliability']>[number];

const RUN_COLUMNS: readonly Column<Run>[] = [
  { key: 'rows', header: 'Rows', numeric: true, cell: ({ rows }) => formatInteger(rows) },
  { key: 'said', header: 'Mean probability', numeric: true, cell: (run) => formatShare(run.meanProbability) },
  { key: 'was', header: 'Observed rate', numeric: true, cell: (run) => formatShare(run.observedRate) },
  {
    key: 'gap',
    header: 'Observed less said',
    numeric: true,
    cell: (run) => formatShare(run.observedRate - run.meanProbability),
  },
];

export function CalibrationPanel({ view: { reliability = [], calibration } }: { view: PerformanceView }) {
  if (reliability.length === 0) return null;
  const error = calibration?.calibrationError;
  const note = error ? `Calibration error ${estimateText(error)}` : undefined;
  return (
    <Panel title="Calibration: what was said, and what happened" {...(note && { note })}>
      <DataTable
        caption="Calibration in runs of equal count"
        columns={RUN_COLUMNS}
        rows={reliability}
        rowKey={({ meanProbability }) => String(meanProbability)}
      />
    </Panel>
  );
}
