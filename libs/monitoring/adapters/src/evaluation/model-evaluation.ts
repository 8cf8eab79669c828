import { type DomainEvent, TOPICS } from '@plumbline/contracts';
import {
  type AttributeFairness,
  checkSignals,
  ClosedWindows,
  type DriftDocument,
  evaluateDrift,
  evaluateFairness,
  mergeCounters,
  type MonitoredVersion,
  type MonitorPolicy,
  performanceDrift,
  type PerformanceVerdict,
  retrainingRequest,
  type WindowCounters,
  windowPerformance,
  type WindowPerformance,
} from '@plumbline/monitoring-core';
import { type Clock, type EventBus, inTransaction, type JobQueue } from '@plumbline/platform';
import type { Pool } from 'pg';
import type { AlertNews, AlertStore } from '../alerts/alert.store';
import type { VersionCatalog } from '../versions/version-catalog';
import { type Champion, evaluationStore, type StoredWindow } from './evaluation.store';

/** Everything one check found; for metrics. */
export interface CheckResult {
  readonly report: DriftDocument;
  readonly performance: PerformanceVerdict;
  readonly fairness: AttributeFairness[];
  /** Of the windows that the check has read. */
  readonly totals: WindowPerformance;
  /** Of the latest windows that have labels. */
  readonly matured: WindowPerformance | null;
}

export interface ModelEvaluationPorts {
  readonly pool: Pool;
  readonly bus: Pick<EventBus, 'publish' | 'lag'>;
  readonly jobs: Pick<JobQueue, 'enqueue'>;
  readonly versions: VersionCatalog;
  readonly alerts: AlertStore;
  readonly clock: Clock;
}

export interface ModelEvaluationOptions {
  /** Consumer group whose lag on the predictions topic says whether something still waits. */
  readonly group: string;
  readonly settleMs?: number;
}

const WINDOWS_A_TICK = 20;

const mergeAll = (windows: readonly StoredWindow[]): WindowCounters | null =>
  windows.length === 0 ? null : windows.map(({ counters }) => counters).reduce(mergeCounters);

/** Checks each champion's newly closed windows. Several instances may run it: a window is recorded once. */
export class ModelEvaluation {
  private readonly trackers = new Map<string, ClosedWindows>();
  private readonly champions = new Map<string, { key: string; since: Date }>();

  constructor(
    private readonly ports: ModelEvaluationPorts,
    private readonly options: ModelEvaluationOptions,
  ) {}

  /** One look at every model; a model that fails does not stop the others. */
  async tick(onError: (model: string, error: unknown) => void): Promise<CheckResult[]> {
    const results: CheckResult[] = [];
    for (const champion of await evaluationStore.champions(this.ports.pool)) {
      try {
        results.push(...(await this.evaluate(champion)));
      } catch (error) {
        onError(champion.model, error);
      }
    }
    return results;
  }

  private async evaluate(champion: Champion): Promise<CheckResult[]> {
    const { pool, versions } = this.ports;
    const { model } = champion;
    const since = await this.championSince(champion);
    if (since === null) return [];
    const policy = (await versions.policiesOf(pool, model)).monitor;
    const closed = await this.closedWindows(champion, since, policy);
    if (closed.length === 0) return [];
    const version = await versions.version(pool, model, champion.version);
    if (version === null) return [];
    const results: CheckResult[] = [];
    for (const window of closed) results.push(await this.check(version, policy, since, window));
    for (const result of results) await this.record(result, result === results.at(-1));
    return results;
  }

  private async championSince(champion: Champion): Promise<Date | null> {
    const key = `${champion.version}:${champion.changedAt.getTime()}`;
    const known = this.champions.get(champion.model);
    if (known?.key === key) return known.since;
    const since = await evaluationStore.firstEventSince(this.ports.pool, champion);
    if (since !== null) this.champions.set(champion.model, { key, since });
    return since;
  }

  private async closedWindows(
    { model, version }: Champion,
    since: Date,
    policy: MonitorPolicy,
  ): Promise<StoredWindow[]> {
    const { pool, bus, clock } = this.ports;
    // Asked before the windows are read: what is counted then includes all that was published before.
    const latest = await evaluationStore.latestEvent(pool, model);
    if (latest === null) return [];
    const last = await evaluationStore.lastCheck(pool, model, version);
    const range = {
      ...{ model, version, limit: WINDOWS_A_TICK },
      since: last !== null && last > since ? last : since,
      to: new Date(latest.getTime() - policy.graceMs),
    };
    if ((await evaluationStore.candidates(pool, { ...range, limit: 1 })).length === 0) return [];
    const nothingWaits = (await bus.lag(this.options.group, TOPICS.predictions)) === 0;
    const candidates = await evaluationStore.candidates(pool, range);
    const tracker = this.trackers.get(model) ?? new ClosedWindows(this.options.settleMs ?? 1_000);
    this.trackers.set(model, tracker);
    return tracker.take(candidates, nothingWaits, clock.now().getTime());
  }

  private async check(
    version: MonitoredVersion,
    policy: MonitorPolicy,
    since: Date,
    window: StoredWindow,
  ): Promise<CheckResult> {
    const { model, version: number } = version;
    const to = new Date(window.endsAtMs);
    const range = { model, version: number, since, to, limit: policy.driftWindows };
    const windows = await evaluationStore.latestWindows(this.ports.pool, range);
    const merged = mergeAll(windows) ?? window.counters;
    // Labels come late: the label rate and the performance are those of the latest windows that have any.
    const matured = mergeAll(await evaluationStore.latestWindows(this.ports.pool, range, true));
    const counters = { ...merged, labels: matured?.labels ?? merged.labels };
    const fromMs = windows.at(-1)?.startsAtMs ?? window.startsAtMs;
    return {
      report: evaluateDrift(version, counters, policy, { fromMs, toMs: window.endsAtMs }),
      performance: performanceDrift(version.reference?.expected ?? null, counters, policy),
      fairness: evaluateFairness(version, merged, policy),
      totals: windowPerformance(merged),
      matured: matured && windowPerformance(matured),
    };
  }

  /** Of the newest window only, and before the commit: a crash in between asks twice, and the retraining policy lets one through. */
  private async requestRetraining(watches: readonly string[], result: CheckResult): Promise<void> {
    const request = retrainingRequest(watches, result);
    if (request === null) return;
    const { model } = result.report;
    const { trigger, detail } = request;
    await this.ports.jobs.enqueue(
      'retraining.consider',
      { model, trigger, detail: { ...detail }, requestedBy: 'system:monitor' },
      { dedupeKey: `${model}-${trigger}-${Date.parse(detail.windowTo)}` },
    );
  }

  private async record(result: CheckResult, isNewest: boolean): Promise<void> {
    const { pool, bus, clock, alerts } = this.ports;
    const { report } = result;
    const { model, version, verdict, from, to, rows, share } = report;
    const news = await inTransaction(pool, async (db): Promise<AlertNews[] | null> => {
      if (!(await evaluationStore.insertResult(db, report))) return null;
      const check = { model, version, windowTo: new Date(to), signals: checkSignals(result) };
      const applied = await alerts.apply(db, check);
      if (isNewest) await this.requestRetraining(applied.retrainFor, result);
      return applied.news;
    });
    if (news === null) return;
    const at = clock.now().toISOString();
    const detail = { version, verdict, from, to, rows: rows.current, share };
    const event = (kind: DomainEvent['kind'], summary: string): DomainEvent => ({ kind, model, at, summary, detail });
    const events = [event('window.closed', `${rows.current} predictions up to ${to}: ${verdict}`)];
    if (verdict === 'drift') events.push(event('drift.detected', `${share.drifted} of ${share.tested} features drift`));
    for (const { kind, title, alertId, rule, severity } of news)
      events.push({ ...event(kind, title), detail: { alertId, rule, severity, version } });
    const records = events.map((value) => ({ key: model, value: JSON.stringify(value) }));
    await bus.publish(TOPICS.domainEvents, records);
  }
}
