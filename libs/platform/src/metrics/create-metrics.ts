import { collectDefaultMetrics, Registry, type Metric } from 'prom-client';
import type { HistogramDefinition, MetricDefinition } from './metric-definitions';
import { CounterFamily, GaugeFamily, HistogramFamily, type Sample } from './metric-family';

export interface Metrics {
  readonly contentType: string;
  counter<L extends string = never>(definition: MetricDefinition<L>): CounterFamily<L>;
  gauge<L extends string = never>(definition: MetricDefinition<L>): GaugeFamily<L>;
  histogram<L extends string = never>(definition: HistogramDefinition<L>): HistogramFamily<L>;
  /** Run before each scrape, to set gauges whose value has to be asked for. A failure leaves the old value. */
  beforeScrape(refresh: () => Promise<void> | void): void;
  text(): Promise<string>;
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
    const { name, help } = family.definition;
    // prom-client renders whatever answers `get()`; our cells are cheaper to write than its own.
    const metric = { name, help, type, get: () => Promise.resolve({ name, help, type, values: family.samples() }) };
    registry.registerMetric(metric as unknown as Metric);
    return family;
  };
  return {
    contentType: registry.contentType,
    counter: (definition) => register(new CounterFamily(definition), 'counter'),
    gauge: (definition) => register(new GaugeFamily(definition), 'gauge'),
    histogram: (definition) => register(new HistogramFamily(definition), 'histogram'),
    beforeScrape: (refresh) => void refreshers.push(refresh),
    text: async () => {
      await Promise.allSettled(refreshers.map(async (refresh) => refresh()));
      return registry.metrics();
    },
  };
}
