import { METRICS, type Counter, type Histogram, type Logger, type Metrics } from '@plumbline/platform';
import { weightsOf, type PredictionObserver, type ServingState } from '@plumbline/serving-core';

interface VersionCells {
  readonly predictions: Counter;
  readonly scores: Histogram;
  readonly latency: Histogram;
}

const OTHER_VERSION_FAILURES = {
  name: 'paired_score_failures_total',
  help: 'Rows that the version that does not answer could not score while a rollout ran.',
  labels: ['model', 'version'],
} as const;

const LOG_EVERY_MS = 60_000;

/** What the hot path counts; the cells of a version are looked up once. */
export class PredictionMetrics implements PredictionObserver {
  private readonly cells = new Map<string, Map<number, VersionCells>>();
  private readonly loggedAtMs = new Map<string, number>();
  private readonly predictions;
  private readonly scores;
  private readonly latency;
  private readonly errors;
  private readonly otherFailures;

  constructor(
    metrics: Metrics,
    private readonly logger: Logger,
  ) {
    this.predictions = metrics.counter(METRICS.predictionsTotal);
    this.scores = metrics.histogram(METRICS.predictionScore);
    this.latency = metrics.histogram(METRICS.predictionLatency);
    this.errors = metrics.counter(METRICS.predictionErrorsTotal);
    this.otherFailures = metrics.counter(OTHER_VERSION_FAILURES);
  }

  predicted(model: string, version: number, score: number): void {
    const cells = this.cellsOf(model, version);
    cells.predictions.inc();
    cells.scores.observe(score);
  }

  answered(model: string, version: number, seconds: number): void {
    this.cellsOf(model, version).latency.observe(seconds);
  }

  /** @param model a name that is known here: a label made of whatever was asked for would grow without bound */
  refused(model: string, code: string): void {
    this.errors.labels({ model, code }).inc();
  }

  otherVersionFailed(model: string, version: number, rows: number, error: unknown): void {
    this.otherFailures.labels({ model, version }).inc(rows);
    const key = `${model}@${version}`;
    const now = Date.now();
    if (now - (this.loggedAtMs.get(key) ?? 0) < LOG_EVERY_MS) return;
    this.loggedAtMs.set(key, now);
    this.logger.warn({ model, version, err: error }, 'the other version of a rollout could not score');
  }

  private cellsOf(model: string, version: number): VersionCells {
    let versions = this.cells.get(model);
    if (!versions) this.cells.set(model, (versions = new Map()));
    let cells = versions.get(version);
    if (!cells) {
      const labels = { model, version };
      cells = {
        predictions: this.predictions.labels(labels),
        scores: this.scores.labels(labels),
        latency: this.latency.labels(labels),
      };
      versions.set(version, cells);
    }
    return cells;
  }
}

/** Gauges that are asked for at each scrape. */
export function registerServingGauges(metrics: Metrics, state: ServingState, spoolBytes: () => number): void {
  const spool = metrics.gauge(METRICS.eventSpoolBytes);
  const weights = metrics.gauge(METRICS.rolloutWeight);
  metrics.beforeScrape(() => {
    spool.labels().set(spoolBytes());
    weights.reset();
    for (const route of state.table.all()) {
      for (const { version, weightPercent } of weightsOf(route)) {
        weights.labels({ model: route.model, version }).set(weightPercent);
      }
    }
  });
}
