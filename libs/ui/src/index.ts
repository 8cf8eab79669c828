export {
  formatBytes,
  formatDecimal,
  formatInteger,
  formatPercent,
  formatPValue,
  formatShare,
  NOT_KNOWN,
} from './format/format-number';
export { differenceText, estimateText } from './format/format-interval';
export { formatAbsolute, formatDuration, formatTick } from './format/format-time';
export { STATUS_LOOKS, STATUSES, StatusWord } from './status/status-word';
export { ToneNote } from './status/tone-note';
export { verdictTone, VerdictWord, verdictWord } from './status/verdict-word';
export { intervalScale } from './bars/interval-scale';
export { IntervalBar } from './bars/interval-bar';
export { IntervalPlot } from './bars/interval-plot';
export { Meter } from './bars/meter';
export { ShareBar } from './bars/share-bar';
export { Sparkline } from './bars/sparkline';
export { ChartViewContext } from './charts/chart-view';
export { LineChart } from './charts/line-chart';
export type { LinePoint, LineSeries } from './charts/chart-data';
export { PairedBarChart } from './charts/bar-chart';
export { DataTable, type Column } from './tables/data-table';
export { HeatTable, type HeatCell } from './tables/heat-table';
export { Digest } from './copy/digest';
export { CopyCommand } from './states/copy-command';
export { Panel } from './states/panel';
export { Skeleton } from './states/skeleton';
export { StateMessage } from './states/state-message';
export { RelativeTime } from './time/relative-time';
export { useNow } from './time/use-now';
