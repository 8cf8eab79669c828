import type { IntervalEstimate } from '../interval-estimate';
import type { PerformanceMetrics } from '../performance/performance-metrics';
import type { WindowPerformance } from '../performance/window-performance';
import type { AlertSignal } from './alert-signal';

export interface CheckedRange {
  readonly model: string;
  readonly from: string;
  readonly to: string;
}

const rounded = (value: number | null): string => (value === null ? 'not known' : String(Number(value.toFixed(4))));

/** A number that only the limits of a rule can judge. */
function figureSignal({ model, from, to }: CheckedRange, watch: string, value: number | null): AlertSignal {
  const title = `${model}: ${watch.replaceAll('_', ' ')} is ${rounded(value)}`;
  return { watch, subject: null, verdict: null, value, title, detail: { value, from, to } };
}

const metricSignal = (
  { model, from, to }: CheckedRange,
  watch: string,
  metric: string,
  value: IntervalEstimate,
): AlertSignal => ({
  ...{ watch, subject: metric, verdict: null, value: value.estimate, interval: value },
  title: `${model}: ${watch === 'estimated_performance' ? 'estimated ' : ''}${metric} is ${rounded(value.estimate)}`,
  detail: { metric, value, from, to },
});

/** Each metric with its interval: realised on the labelled rows, and as all rows lead one to expect. */
export function metricSignals(range: CheckedRange, watch: string, metrics: PerformanceMetrics): AlertSignal[] {
  return Object.entries(metrics).map(([metric, value]) => metricSignal(range, watch, metric, value));
}

/** @param labelDelayMs which nine of ten labels came within; null before the first label */
export function labelSignals(
  range: CheckedRange,
  { predictions, labelled }: WindowPerformance,
  labelDelayMs: number | null,
): AlertSignal[] {
  return [
    figureSignal(range, 'label_coverage', predictions > 0 ? labelled / predictions : null),
    figureSignal(range, 'label_delay', labelDelayMs),
    figureSignal(range, 'volume', predictions),
  ];
}
