import type { Topic } from '@plumbline/contracts';
import type { CheckResult, IngestSummary } from '@plumbline/monitoring-adapters';
import { type EventBus, type GaugeFamily, METRICS, type Metrics } from '@plumbline/platform';

const RECORDS = {
  name: 'monitor_records_total',
  help: 'Records of the event bus by what became of them.',
  labels: ['topic', 'result'],
} as const;

const SHOWN_MEASURES = ['psi', 'jsDivergence', 'ks', 'wasserstein'];

/** Gauges of the latest check of each champion, and counts of what was consumed. */
export class MonitorMetrics {
  private readonly driftScore;
  private readonly driftDetected;
  private readonly performance;
  private readonly fairness;
  private readonly coverage;
  private readonly records;

  constructor(metrics: Metrics) {
    this.driftScore = metrics.gauge(METRICS.driftScore);
    this.driftDetected = metrics.gauge(METRICS.driftDetected);
    this.performance = metrics.gauge(METRICS.modelPerformance);
    this.fairness = metrics.gauge(METRICS.fairnessRatio);
    this.coverage = metrics.gauge(METRICS.labelCoverage);
    this.records = metrics.counter(RECORDS);
  }

  ingested(topic: string, summary: IngestSummary): void {
    for (const [result, count] of Object.entries(summary)) {
      if (count > 0) this.records.labels({ topic, result }).inc(count);
    }
  }

  checked({ report, fairness, totals, matured }: CheckResult): void {
    const { model, version } = report;
    for (const { feature, verdict, measures } of report.features) {
      this.driftDetected.labels({ model, version, feature }).set(verdict === 'drift' ? 1 : 0);
      for (const measure of SHOWN_MEASURES) {
        const value = measures[measure];
        if (typeof value === 'number') this.driftScore.labels({ model, version, feature, measure }).set(value);
      }
    }
    const performance = matured ?? totals;
    for (const metric of ['logLoss', 'auc', 'accuracy'] as const) {
      const value = performance[metric];
      if (value !== null) this.performance.labels({ model, version, metric }).set(value);
    }
    if (totals.predictions > 0) this.coverage.labels({ model, version }).set(totals.labelled / totals.predictions);
    for (const { attribute, groups } of fairness) {
      for (const { group, ratio } of groups) {
        if (ratio?.estimate == null) continue;
        this.fairness.labels({ model, version, attribute, group, metric: 'selectionRate' }).set(ratio.estimate);
      }
    }
  }
}

/** Asked at each scrape. */
export function registerLag(
  metrics: Metrics,
  bus: EventBus,
  groupOfTopic: Readonly<Partial<Record<Topic, string>>>,
): void {
  const lag: GaugeFamily<'topic' | 'group'> = metrics.gauge(METRICS.eventBusLag);
  metrics.beforeScrape(async () => {
    for (const [topic, group] of Object.entries(groupOfTopic) as [Topic, string][]) {
      lag.labels({ topic, group }).set(await bus.lag(group, topic));
    }
  });
}
