import type {
  DriftView,
  FairnessView,
  Page,
  PerformanceView,
  PredictionView,
  QualityView,
  ReconciliationView,
  SegmentSearchView,
} from '@plumbline/contracts';
import type { MonitoredVersion } from '@plumbline/monitoring-core';
import type { Pool } from 'pg';
import type { VersionCatalog } from '../versions/version-catalog';
import { selectDriftView } from './drift.query';
import { selectFairnessView } from './fairness.query';
import { selectPerformanceView } from './performance/performance.query';
import { selectQualityView } from './quality.query';
import { selectSegmentSearch } from './performance/segment-search.query';
import { selectPrediction, selectPredictions } from './predictions.query';
import { type MonitoringNumbers, selectMonitoringNumbers, selectReconciliation } from './summary.query';
import type { ViewRange } from './time-range';

/** What the control plane shows of monitoring: one method a route. */
export class MonitoringQuery {
  constructor(
    private readonly pool: Pool,
    private readonly versions: VersionCatalog,
  ) {}

  driftView(model: string, range: ViewRange = {}): Promise<DriftView> {
    return selectDriftView(this.pool, model, range);
  }

  async qualityView(model: string, range: ViewRange = {}): Promise<QualityView> {
    const { monitor } = await this.versions.policiesOf(this.pool, model);
    return selectQualityView(this.pool, model, range, monitor.maximumSilenceMs);
  }

  async performanceView(model: string, range: ViewRange = {}): Promise<PerformanceView> {
    const { label } = await this.versions.policiesOf(this.pool, model);
    return selectPerformanceView(this.pool, model, range, await this.shownVersion(model, range.version), label);
  }

  /** Where the version does worst, among its newest labelled rows. */
  async segmentSearch(model: string, range: ViewRange = {}): Promise<SegmentSearchView> {
    return selectSegmentSearch(this.pool, model, range, await this.shownVersion(model, range.version));
  }

  async fairnessView(model: string, range: ViewRange = {}): Promise<FairnessView> {
    const { monitor } = await this.versions.policiesOf(this.pool, model);
    return selectFairnessView(this.pool, model, range, await this.shownVersion(model, range.version), monitor);
  }

  /** Newest first. */
  predictions(model: string, cursor: string | undefined, limit: number): Promise<Page<PredictionView>> {
    return selectPredictions(this.pool, this.versions, model, { limit, ...(cursor !== undefined && { cursor }) });
  }

  prediction(predictionId: string): Promise<PredictionView | null> {
    return selectPrediction(this.pool, this.versions, predictionId);
  }

  reconciliation(model: string): Promise<ReconciliationView> {
    return selectReconciliation(this.pool, model);
  }

  /** For the list of models and the head of a model's page. */
  numbers(models: readonly string[]): Promise<MonitoringNumbers[]> {
    return selectMonitoringNumbers(this.pool, models);
  }

  /** The version asked for, else the champion, else the newest. */
  private async shownVersion(model: string, version: number | undefined): Promise<MonitoredVersion | null> {
    if (version !== undefined) return this.versions.version(this.pool, model, version);
    const { rows } = await this.pool.query<{ version: number }>(
      `SELECT version FROM model_alias WHERE model = $1 AND alias = 'champion'`,
      [model],
    );
    const champion = rows[0];
    if (champion) return this.versions.version(this.pool, model, champion.version);
    return this.versions.latestVersion(this.pool, model);
  }
}
