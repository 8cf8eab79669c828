import type { HistogramDefinition, MetricDefinition } from './metric-definitions';
import { MetricError } from './metric.errors';

export type Labels<L extends string> = Readonly<Record<L, string | number>>;
type LabelArgument<L extends string> = [L] extends [never] ? [] : [labels: Labels<L>];

export interface Sample {
  readonly metricName?: string;
  readonly labels: Record<string, string | number>;
  readonly value: number;
}

/** Cells by label values. `labels(...)` costs a string; keep its result where a request passes. */
class MetricFamily<L extends string, C> {
  protected readonly cells = new Map<string, { labels: Record<string, string>; cell: C }>();

  constructor(
    readonly definition: MetricDefinition<L>,
    private readonly createCell: () => C,
  ) {
    if (!definition.labels?.length) this.labels(...([] as unknown as LabelArgument<L>));
  }

  labels(...argument: LabelArgument<L>): C {
    const given = (argument[0] ?? {}) as Record<string, string | number>;
    const key = this.keyOf(given);
    let entry = this.cells.get(key);
    if (!entry) {
      const names = this.definition.labels ?? [];
      const labels = Object.fromEntries(names.map((name) => [name, String(given[name])]));
      entry = { labels, cell: this.createCell() };
      this.cells.set(key, entry);
    }
    return entry.cell;
  }

  /** Forgets one combination, e.g. of a version that no longer serves. */
  remove(...argument: LabelArgument<L>): void {
    this.cells.delete(this.keyOf((argument[0] ?? {}) as Record<string, string | number>));
  }

  /** Forgets all combinations. */
  reset(): void {
    this.cells.clear();
  }

  protected keyOf(given: Record<string, string | number>): string {
    return (this.definition.labels ?? [])
      .map((name) => {
        const value = given[name];
        if (value === undefined) throw new MetricError(`metric ${this.definition.name} needs the label ${name}`);
        return String(value);
      })
      .join('\u0000');
  }
}

export class Counter {
  value = 0;
  inc(by = 1): void {
    this.value += by;
  }
}

export class Gauge {
  value = 0;
  set(value: number): void {
    this.value = value;
  }
}

export class CounterFamily<L extends string> extends MetricFamily<L, Counter> {
  constructor(definition: MetricDefinition<L>) {
    super(definition, () => new Counter());
  }
  samples(): Sample[] {
    return [...this.cells.values()].map(({ labels, cell }) => ({ labels, value: cell.value }));
  }
}

export class GaugeFamily<L extends string> extends MetricFamily<L, Gauge> {
  constructor(definition: MetricDefinition<L>) {
    super(definition, () => new Gauge());
  }
  samples(): Sample[] {
    return [...this.cells.values()].map(({ labels, cell }) => ({ labels, value: cell.value }));
  }
}

/** Counts per bucket in a typed array: one observation is a scan and three additions. */
export class Histogram {
  readonly counts: Float64Array;
  sum = 0;

  constructor(private readonly bounds: Float64Array) {
    this.counts = new Float64Array(bounds.length + 1);
  }

  observe(value: number): void {
    const { bounds, counts } = this;
    let bucket = 0;
    while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket++;
    counts[bucket] = (counts[bucket] as number) + 1;
    this.sum += value;
  }
}

export class HistogramFamily<L extends string> extends MetricFamily<L, Histogram> {
  private readonly buckets: readonly number[];

  constructor(definition: HistogramDefinition<L>) {
    const bounds = Float64Array.from(definition.buckets);
    super(definition, () => new Histogram(bounds));
    this.buckets = definition.buckets;
  }

  samples(): Sample[] {
    const { name } = this.definition;
    return [...this.cells.values()].flatMap(({ labels, cell }) => {
      let count = 0;
      const buckets = [...cell.counts].map((inBucket, i) => {
        count += inBucket;
        return { metricName: `${name}_bucket`, labels: { ...labels, le: this.buckets[i] ?? '+Inf' }, value: count };
      });
      return [
        ...buckets,
        { metricName: `${name}_sum`, labels, value: cell.sum },
        { metricName: `${name}_count`, labels, value: count },
      ];
    });
  }
}
