import type { Rollout } from '@plumbline/rollouts-core';
import type { Queryable } from './queryable';

const BY_VERSION = `
  SELECT version, count(*)::int AS n FROM prediction
   WHERE model = $1 AND seq > $2 AND rollout_id = $3 GROUP BY version`;

/** Who answered since the step began. */
export async function selectAnsweredBy(
  db: Queryable,
  { model, id, stepStartedSeq }: Rollout,
): Promise<Map<number, number>> {
  const { rows } = await db.query<{ version: number; n: number }>(BY_VERSION, [model, String(stepStartedSeq), id]);
  return new Map(rows.map(({ version, n }) => [version, n]));
}
