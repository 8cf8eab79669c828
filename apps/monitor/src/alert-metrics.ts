import type { Metrics } from '@plumbline/platform';
import type { Pool } from 'pg';

const FIRING = {
  name: 'plumbline_alert_firing',
  help: 'Alerts that fire now, silenced ones too.',
  labels: ['model', 'rule', 'severity'],
  merged: 'max',
} as const;

interface Row {
  readonly model: string;
  readonly rule: string;
  readonly severity: string;
  readonly alerts: number;
}

/** Read from the table at each scrape, so that every instance tells the same and a restart forgets nothing. */
export function countFiringAlerts(metrics: Metrics, pool: Pick<Pool, 'query'>): void {
  const gauge = metrics.gauge(FIRING);
  metrics.beforeScrape(async () => {
    const { rows } = await pool.query<Row>(
      `SELECT model, rule, severity, count(*)::int AS alerts FROM alert WHERE standing = 'firing' GROUP BY 1, 2, 3`,
    );
    gauge.reset();
    for (const { alerts, ...labels } of rows) gauge.labels(labels).set(alerts);
  });
}
