import { type DomainEvent, TOPICS } from '@plumbline/contracts';
import {
  type CheckFindings,
  checkSignals,
  ClosedWindows,
  type MonitoredVersion,
  type MonitorPolicy,
  retrainingRequest,
} from '@plumbline/monitoring-core';
import { type Clock, type EventBus, inTransaction, type JobQueue } from '@plumbline/platform';
import type { Pool } from 'pg';
import type { AlertNews, AlertStore } from '../alerts/alert.store';
import type { AttributionChecks } from '../attribution/attribution-checks';
import type { ErrorStreams } from '../streams/error-streams';
import type { VersionCatalog } from '../versions/version-catalog';
import { checkWindow } from './check-window';
import { type Champion, evaluationStore, type StoredWindow } from './evaluation.store';
import { fairnessStore } from './fairness.store';

/** Everything one check found; for metrics. */
export type CheckResult = CheckFindings;

export interface ModelEvaluationPorts {
  readonly pool: Pool;
  readonly bus: Pick<EventBus, 'publish' | 'lag'>;
  readonly jobs: Pick<JobQueue, 'enqueue'>;
  readonly versions: VersionCatalog;
  readonly alerts: AlertStore;
  readonly streams: ErrorStreams;
  /** Absent where models cannot be asked: then there is no attribution drift. */
  readonly attribution?: AttributionChecks;
  readonly clock: Clock;
}

export interface ModelEvaluationOptions {
  /** Consumer group whose lag on the predictions topic says whether something still waits. */
  readonly group: string;
  readonly settleMs?: number;
}

type OnError = (model: string, error: unknown) => void;

interface AttributionAsked {
  readonly version: MonitoredVersion;
  readonly policy: MonitorPolicy;
  readonly since: Date;
  readonly onError: OnError;
}

const WINDOWS_A_TICK = 20;
const BATCHES_A_TICK = 10;

/** Checks each champion's newly closed windows. Several instances may run it: a window is recorded once. */
export class ModelEvaluation {
  private readonly trackers = new Map<string, ClosedWindows>();
  private readonly champions = new Map<string, { key: string; since: Date }>();

  constructor(
    private readonly ports: ModelEvaluationPorts,
    private readonly options: ModelEvaluationOptions,
  ) {}

  /** One look at every model; a model that fails does not stop the others. */
  async tick(onError: OnError): Promise<CheckResult[]> {
    const results: CheckResult[] = [];
    for (const champion of await evaluationStore.champions(this.ports.pool)) {
      try {
        results.push(...(await this.evaluate(champion, onError)));
      } catch (error) {
        onError(champion.model, error);
      }
    }
    return results;
  }

  private async evaluate(champion: Champion, onError: OnError): Promise<CheckResult[]> {
    const { pool, versions } = this.ports;
    const { model } = champion;
    await this.feedStreams(model);
    const since = await this.championSince(champion);
    if (since === null) return [];
    const policy = (await versions.policiesOf(pool, model)).monitor;
    const closed = await this.closedWindows(champion, since, policy);
    if (closed.length === 0) return [];
    const version = await versions.version(pool, model, champion.version);
    if (version === null) return [];
    const results: CheckResult[] = [];
    for (const window of closed) {
      const result = await checkWindow(pool, version, policy, since, window);
      const isNewest = window === closed.at(-1);
      results.push(isNewest ? await this.withAttribution(result, { version, policy, since, onError }) : result);
    }
    for (const result of results) await this.record(result, result === results.at(-1));
    return results;
  }

  private async feedStreams(model: string): Promise<void> {
    for (let batch = 0; batch < BATCHES_A_TICK && (await this.ports.streams.advance(model)) > 0; batch += 1);
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

  /** Asks the model itself, which costs more than counters do: of the newest window only. A model that fails stops no check. */
  private async withAttribution(
    result: CheckResult,
    { version, policy, since, onError }: AttributionAsked,
  ): Promise<CheckResult> {
    const { report } = result;
    const range = { from: new Date(report.from), to: new Date(report.to) };
    try {
      const attribution = (await this.ports.attribution?.check(version, policy, since, range)) ?? null;
      return { ...result, report: { ...report, attribution } };
    } catch (error) {
      onError(version.model, error);
      return result;
    }
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
      await evaluationStore.insertQuality(db, result.quality);
      await fairnessStore.insert(db, report, result.fairness);
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
