import {
  type IntervalView,
  PERFORMANCE_METRICS,
  type PerformanceMetric,
  type PerformanceView,
  type SegmentSearchView,
} from '@plumbline/contracts';
import type { Command } from 'commander';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import { modelPath } from '../server/paths';

interface Period {
  readonly from?: string;
  readonly to?: string;
}

interface PerformanceOptions extends Period {
  readonly worstSegments?: boolean;
}

function periodQuery({ from, to }: Period): string {
  const query = new URLSearchParams();
  if (from !== undefined) query.set('from', from);
  if (to !== undefined) query.set('to', to);
  return query.size > 0 ? `?${query.toString()}` : '';
}

const NAMES: Readonly<Record<PerformanceMetric, string>> = {
  ...{ accuracy: 'accuracy', precision: 'precision', recall: 'recall', f1: 'F1', auc: 'AUC', logLoss: 'log loss' },
  ...{ brier: 'Brier', calibrationError: 'ECE', mae: 'MAE', rmse: 'RMSE', r2: 'R2' },
};
const MOST_SEGMENTS = 10;

const shown = (value: number | null): string => value?.toFixed(4) ?? '-';

const interval = (value: IntervalView | undefined): string =>
  value === undefined ? '-' : `${shown(value.estimate)} [${shown(value.low)}, ${shown(value.high)}]`;

/** A length of time in the largest unit that keeps it above 1. */
function duration(ms: number | null): string {
  if (ms === null) return '-';
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
  ] as const;
  const [length, unit] = units.find(([unitMs]) => ms >= unitMs) ?? [1_000, 's'];
  return `${(ms / length).toFixed(1)} ${unit}`;
}

function metricsText({ total, calibration }: PerformanceView): string {
  const { metrics = {}, estimated = {} } = total ?? {};
  const rows = PERFORMANCE_METRICS.filter((name) => metrics[name] ?? estimated[name]).map((name) => [
    ...[NAMES[name], interval(metrics[name]), metrics[name]?.n, interval(estimated[name])],
  ]);
  if (rows.length === 0) return '';
  const unsure = Object.keys(estimated).length > 0 && calibration?.atBirth === 'unknown';
  const note = 'the estimate needs calibrated probabilities, and nobody measured that when the version was made';
  const table = formatTable(['metric', 'realised [95 %]', 'rows', 'estimated without labels [95 %]'], rows);
  return unsure ? `${table}\n${note}` : table;
}

function labelsText({ coverage, delay }: PerformanceView): string {
  if (coverage === undefined || delay === undefined) return '';
  const { labelled, predictions, share, timedOut, provisional, orphans, late } = coverage;
  const known = share === null ? '-' : `${(100 * share).toFixed(1)} %`;
  return [
    `labels: ${labelled} of ${predictions} predictions (${known}), ${timedOut} of them negative by time-out`,
    `not counted: ${provisional} early negatives, ${orphans} outcomes without prediction, ${late} after the horizon`,
    `outcome delay: median ${duration(delay.medianMs)}, 90 % within ${duration(delay.p90Ms)}`,
  ].join('\n');
}

function segmentsText({ segments = [] }: PerformanceView): string {
  if (segments.length === 0) return '';
  const rows = segments
    .slice(0, MOST_SEGMENTS)
    .map(({ segmentation, segment, labelled, metrics }) => [
      ...[segmentation, segment, labelled, interval(metrics.accuracy), interval(metrics.logLoss ?? metrics.rmse)],
    ]);
  return formatTable(['segments, worst first', 'segment', 'labelled', 'accuracy', 'log loss or RMSE'], rows);
}

function performanceText(view: PerformanceView): string {
  const { expected, windows } = view;
  const table = formatTable(
    ['from', 'version', 'predictions', 'labelled', 'positive', 'log loss', 'AUC', 'accuracy'],
    windows.map((w) => [w.from, w.version, w.predictions, w.labelled, w.positiveRate, w.logLoss, w.auc, w.accuracy]),
  );
  const born = expected
    ? `expected at birth (v${expected.version}): log loss ${expected.logLoss?.toFixed(4) ?? '-'}`
    : '';
  return [table, born, metricsText(view), labelsText(view), segmentsText(view)].filter(Boolean).join('\n\n');
}

function searchText({ loss, rows, looked, minimumRows, segments }: SegmentSearchView): string {
  const head = `${rows} labelled rows, ${looked} segments of at least ${minimumRows} rows looked at`;
  if (segments.length === 0) return `${head}: none is shown worse than the rest`;
  const table = segments.map((found) => [
    found.where.map(({ feature, value }) => `${feature} = ${value}`).join(', '),
    ...[found.rows, interval(found.meanLoss), found.meanLossElsewhere, interval(found.excess), found.adjustedPValue],
  ]);
  return `${head}\n${formatTable(['where', 'rows', loss, 'elsewhere', 'excess [95 %]', 'adjusted p'], table)}`;
}

export function registerPerformance(program: Command, context: CliContext): void {
  program
    .command('performance <model>')
    .description('performance with intervals, realised and estimated, by window and segment; label coverage and delay')
    .option('--from <time>', 'from this time')
    .option('--to <time>', 'to this time')
    .option('--worst-segments', 'search the newest labelled rows for where the model does worst')
    .action(async (model: string, { worstSegments, ...period }: PerformanceOptions, command: Command) => {
      const session = openSession(context, command);
      const path = `${modelPath(model)}/performance`;
      const { registry } = session.connection;
      if (worstSegments) {
        const search = await registry.json<SegmentSearchView>(`${path}/segments${periodQuery(period)}`);
        return session.show(search, () => searchText(search));
      }
      const view = await registry.json<PerformanceView>(`${path}${periodQuery(period)}`);
      session.show(view, () => performanceText(view));
    });
}
