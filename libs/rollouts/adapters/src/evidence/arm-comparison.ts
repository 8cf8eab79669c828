import { stratifiedDifference, type Comparison, type Rollout, type Stratum } from '@plumbline/rollouts-core';
import type { Queryable } from './queryable';

/** What an answer turned out to be worth, by metric; null: not known. */
const WORTH = {
  accuracy: '(p.label = l.label)::int::float8',
  absolute_error: 'CASE WHEN l.positive IS NULL THEN abs(p.score - l.label::float8) END',
  business_value: 'l.value',
  log_loss: `-ln(greatest(1e-15, least(1 - 1e-15::float8, CASE WHEN l.positive THEN p.score ELSE 1 - p.score END)))`,
} as const;
export type ArmMetric = keyof typeof WORTH;

export const isArmMetric = (metric: string): metric is ArmMetric => metric in WORTH;

interface HourRow {
  readonly version: number;
  readonly hour: Date;
  readonly n: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

const NONE = { n: 0, sum: 0, sumOfSquares: 0 };

/** Each version on the rows that it answered itself, hour by hour, since neither shares nor people stay what they were. */
export async function selectArms(
  db: Queryable,
  { model, id, championVersion, frozenAt }: Rollout,
  version: number,
  metric: ArmMetric,
): Promise<Comparison> {
  const { rows } = await db.query<HourRow>(
    `SELECT version, hour, count(*)::float8 AS n, sum(worth) AS sum, sum(worth * worth) AS "sumOfSquares"
       FROM (SELECT p.version, date_trunc('hour', p.served_at) AS hour, ${WORTH[metric]} AS worth
               FROM prediction p JOIN prediction_label l USING (prediction_id)
              WHERE p.model = $1 AND p.rollout_id = $2 AND p.version = ANY ($3) AND l.recorded_at > $4) AS w
      WHERE worth IS NOT NULL GROUP BY version, hour`,
    [model, id, [championVersion, version], frozenAt],
  );
  const hours = new Map<number, { champion: HourRow | undefined; candidate: HourRow | undefined }>();
  for (const row of rows) {
    const hour = hours.get(row.hour.getTime()) ?? { champion: undefined, candidate: undefined };
    hours.set(row.hour.getTime(), { ...hour, [row.version === version ? 'candidate' : 'champion']: row });
  }
  const strata = [...hours.values()].map(({ champion = NONE, candidate = NONE }): Stratum => ({ champion, candidate }));
  return stratifiedDifference(strata);
}
