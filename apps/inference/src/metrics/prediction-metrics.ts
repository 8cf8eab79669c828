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

const EVENTS_DROPPED = {
  name: 'prediction_events_dropped_total',
  help: 'Predictions that were given although their event could not be kept, as the serving policy of their model says.',
  labels: ['model'],
} as const;

const LOG_EVERY_MS = 60_000;
/** Nothing was dropped for so long: it is over. */
const DROPPING_MS = 60_000;

/** What the hot path counts; the cells of a version are looked up once. */
export class PredictionMetrics implements PredictionObserver {
  private readonly cells = new Map<string, Map<number, VersionCells>>();
  private readonly loggedAtMs = new Map<string, number>();
  private readonly predictions;
  private readonly scores;
  private readonly latency;
  private readonly errors;
  private readonly otherFailures;
  private readonly dropped;
  private droppedSince: { readonly since: Date; events: number; lastAtMs: number } | undefined;

  constructor(
    metrics: Metrics,
    private readonly logger: Logger,
  ) {
    this.predictions = metrics.counter(METRICS.predictionsTotal);
    this.scores = metrics.histogram(METRICS.predictionScore);
    this.latency = metrics.histogram(METRICS.predictionLatency);
    this.errors = metrics.counter(METRICS.predictionErrorsTotal);
    this.otherFailures = metrics.counter(OTHER_VERSION_FAILURES);
    this.dropped = metrics.counter(EVENTS_DROPPED);
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

  eventsDropped(model: string, events: number, error: unknown): void {
    this.dropped.labels({ model }).inc(events);
    const now = Date.now();
    const isGoingOn = this.droppedSince && now - this.droppedSince.lastAtMs < DROPPING_MS;
    if (!this.droppedSince || !isGoingOn) this.droppedSince = { since: new Date(now), events: 0, lastAtMs: now };
    this.droppedSince.events += events;
    this.droppedSince.lastAtMs = now;
    if (!this.isLogDue(`events of ${model}`, now)) return;
    const why = 'predictions leave no event: the spool takes none, and policy drops them';
    this.logger.error({ model, events: this.droppedSince.events, err: error }, why);
  }

  /** What is being lost at present, in words; undefined: nothing within the last minute. */
  get droppingEvents(): string | undefined {
    const { droppedSince } = this;
    if (!droppedSince || Date.now() - droppedSince.lastAtMs > DROPPING_MS) return undefined;
    return `${droppedSince.events} events were dropped since ${droppedSince.since.toISOString()}: the spool takes none`;
  }

  otherVersionFailed(model: string, version: number, rows: number, error: unknown): void {
    this.otherFailures.labels({ model, version }).inc(rows);
    if (!this.isLogDue(`${model}@${version}`, Date.now())) return;
    this.logger.warn({ model, version, err: error }, 'the other version of a rollout could not score');
  }

  private isLogDue(key: string, now: number): boolean {
    if (now - (this.loggedAtMs.get(key) ?? 0) < LOG_EVERY_MS) return false;
    this.loggedAtMs.set(key, now);
    return true;
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

/** Each costs a process; whoever runs the service should know which model it was. */
export const logGivenUp =
  (logger: Logger) =>
  (model: string, err: Error): void =>
    logger.error({ model, err }, 'a run of a model was given up and the process that ran it replaced');

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
