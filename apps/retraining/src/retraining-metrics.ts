import type { Metrics } from '@plumbline/platform';
import type { Pool } from 'pg';

const RUNS = {
  name: 'retraining_runs_total',
  help: 'Finished retraining runs.',
  labels: ['model', 'trigger', 'result'],
} as const;

interface RunCount {
  readonly model: string;
  readonly trigger: string;
  readonly state: string;
  readonly runs: string;
}

/** Counted from the table, so that the figure survives a restart and every instance tells the same. */
export function countRunsOnScrape(metrics: Metrics, pool: Pool): void {
  const gauge = metrics.gauge(RUNS);
  metrics.beforeScrape(async () => {
    const { rows } = await pool.query<RunCount>(
      'SELECT model, trigger, state, count(*) AS runs FROM training_run WHERE finished_at IS NOT NULL GROUP BY 1, 2, 3',
    );
    for (const { model, trigger, state, runs } of rows)
      gauge.labels({ model, trigger, result: state }).set(Number(runs));
  });
}
