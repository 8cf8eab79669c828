import type { PerformanceView } from '@plumbline/contracts';
import { formatDecimal, formatInteger, formatShare, LineChart, Panel, StateMessage } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { performanceQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { useModelName } from '../model/use-model';
import { LabelsPanel } from './performance-labels';
import { CalibrationPanel, MetricsPanel } from './performance-metrics';
import { SegmentsPanel, WorstSegmentsPanel } from './performance-segments';
import { MINIMUM_LABELLED, versionPoints, versionSeries, windowPoints } from './performance-series';
import { accuracySummary, coverageSummary, hasOnlyAccuracy, lossSummary } from './performance-summary';

const percent = (share: number) => formatShare(share, 0);
const rate = (share: number) => formatShare(share, 1);
const loss = (value: number) => formatDecimal(value, 3);

function Totals({ view: { total, expected } }: { view: PerformanceView }) {
  if (!total) return null;
  const coverage = total.predictions ? total.labelled / total.predictions : null;
  const figures = [
    ['Log loss', formatDecimal(total.logLoss), expected ? `expected ${formatDecimal(expected.logLoss)}` : ''],
    ['AUC', formatDecimal(total.auc), expected ? `expected ${formatDecimal(expected.auc)}` : ''],
    ['Accuracy', formatShare(total.accuracy), ''],
    ['Positive rate', formatShare(total.positiveRate), ''],
    [
      'Label coverage',
      formatShare(coverage),
      `${formatInteger(total.labelled)} of ${formatInteger(total.predictions)}`,
    ],
  ] as const;
  return (
    <Panel title="Over all labelled predictions">
      <dl className="app-figures">
        {figures.map(([label, value, note]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {value} <small>{note}</small>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function expectedLine(view: PerformanceView, metric: 'logLoss' | 'auc') {
  const at = view.expected?.[metric] ?? null;
  return at === null ? [] : [{ at, label: `v${view.expected?.version} expected at birth` }];
}

function AccuracyChart({ view }: { view: PerformanceView }) {
  return (
    <LineChart
      id="accuracy"
      title="Accuracy (higher is better)"
      summary={accuracySummary(view)}
      series={versionSeries(view.windows)}
      points={versionPoints(view.windows, 'accuracy')}
      format={percent}
      domain={[0, 1]}
    />
  );
}

function LossCharts({ view }: { view: PerformanceView }) {
  const series = versionSeries(view.windows);
  return (
    <div className="app-cols">
      <LineChart
        id="loss"
        title="Log loss (lower is better)"
        summary={lossSummary(view, 'logLoss')}
        series={series}
        points={versionPoints(view.windows, 'logLoss')}
        format={loss}
        lines={expectedLine(view, 'logLoss')}
      />
      <LineChart
        id="auc"
        title="AUC (higher is better)"
        summary={lossSummary(view, 'auc')}
        series={series}
        points={versionPoints(view.windows, 'auc')}
        format={loss}
        lines={expectedLine(view, 'auc')}
      />
    </div>
  );
}

function Charts({ view }: { view: PerformanceView }) {
  const series = versionSeries(view.windows);
  return (
    <>
      <Panel
        title="Quality, once outcomes are known"
        note={`Windows in which a version has fewer than ${MINIMUM_LABELLED} labelled rows are left out.`}
      >
        {hasOnlyAccuracy(view) ? <AccuracyChart view={view} /> : <LossCharts view={view} />}
      </Panel>
      <Panel title="Labels and predictions">
        <div className="app-cols">
          <LineChart
            id="coverage"
            title="Label coverage"
            summary={coverageSummary(view)}
            series={[{ key: 'coverage', label: 'predictions with a known outcome' }]}
            points={windowPoints(view.windows)}
            format={percent}
            domain={[0, 1]}
          />
          <LineChart
            id="positives"
            title="Positive rate among the labelled"
            summary="A change here is a change of the world, not of the model: it moves log loss by itself."
            series={series}
            points={versionPoints(view.windows, 'positiveRate')}
            format={rate}
          />
        </div>
      </Panel>
    </>
  );
}

export function PerformanceTab() {
  const model = useModelName();
  const performance = useQuery(performanceQuery(model));
  return (
    <Loaded
      query={performance}
      heightPx={560}
      empty={({ windows, total }) =>
        windows.length === 0 && !total ? (
          <StateMessage
            kind="not_enough_data"
            title="No closed window yet"
            commands={[`npx plumbline outcomes send outcomes.csv`]}
          >
            Performance needs predictions and their outcomes. Send outcomes as they become known:
          </StateMessage>
        ) : null
      }
    >
      {(view) => (
        <div className="app-stack">
          <Totals view={view} />
          <MetricsPanel view={view} />
          {view.windows.length > 0 && <Charts view={view} />}
          <LabelsPanel view={view} />
          <SegmentsPanel view={view} />
          <WorstSegmentsPanel model={model} />
          <CalibrationPanel view={view} />
        </div>
      )}
    </Loaded>
  );
}
