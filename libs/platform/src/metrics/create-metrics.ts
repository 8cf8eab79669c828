import { AggregatorRegistry, collectDefaultMetrics, Registry, type Metric } from 'prom-client';
import type { HistogramDefinition, MetricDefinition } from './metric-definitions';
import { CounterFamily, GaugeFamily, HistogramFamily, type Sample } from './metric-family';

/** Crosses process borders as it is. */
export type MetricSnapshot = readonly object[];

/** Text of several processes' metrics as if they were one: counters and histograms add up. */
export const mergeMetrics = (snapshots: readonly MetricSnapshot[]): Promise<string> =>
  AggregatorRegistry.aggregate(snapshots as object[]).metrics();

export interface Metrics {
  readonly contentType: string;
  counter<L extends string = never>(definition: MetricDefinition<L>): CounterFamily<L>;
  gauge<L extends string = never>(definition: MetricDefinition<L>): GaugeFamily<L>;
  histogram<L extends string = never>(definition: HistogramDefinition<L>): HistogramFamily<L>;
  /** Run before each scrape, to set gauges whose value has to be asked for. A failure leaves the old value. */
  beforeScrape(refresh: () => Promise<void> | void): void;
  text(): Promise<string>;
  /** The same as data, to be merged with those of other processes. */
  snapshot(): Promise<MetricSnapshot>;
}

export interface MetricsOptions {
  readonly service: string;
  /** Memory, CPU, event loop, garbage collection. Default true. */
  readonly processMetrics?: boolean;
}

/** A registry of its own; every sample carries the label `service`. */
export function createMetrics({ service, processMetrics = true }: MetricsOptions): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  if (processMetrics) collectDefaultMetrics({ register: registry });
  const refreshers: (() => Promise<void> | void)[] = [];
  const register = <F extends { definition: MetricDefinition; samples(): Sample[] }>(family: F, type: string): F => {
    const { name, help, merged: aggregator = 'sum' } = family.definition;
    // prom-client renders whatever answers `get()`; our cells are cheaper to write than its own.
    const get = () => Promise.resolve({ name, help, type, aggregator, values: family.samples() });
    const metric = { name, help, type, aggregator, get };
    registry.registerMetric(metric as unknown as Metric);
    return family;
  };
  const refresh = () => Promise.allSettled(refreshers.map(async (one) => one()));
  return {
    contentType: registry.contentType,
    counter: (definition) => register(new CounterFamily(definition), 'counter'),
    gauge: (definition) => register(new GaugeFamily(definition), 'gauge'),
    histogram: (definition) => register(new HistogramFamily(definition), 'histogram'),
    beforeScrape: (one) => void refreshers.push(one),
    text: async () => {
      await refresh();
      return registry.metrics();
    },
    snapshot: async () => {
      await refresh();
      return (await registry.getMetricsAsJSON()) as MetricSnapshot;
    },
  };
}
