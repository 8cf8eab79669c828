import type { ServingCounts } from '@plumbline/rollouts-core';
import type { Queryable } from './queryable';

const COUNTS = `
  SELECT step_index AS "stepIndex", version, role, sum(asked)::float8 AS asked, sum(failed)::float8 AS failed,
         sum(invalid)::float8 AS invalid, jsonb_agg(latency) AS latency
    FROM rollout_counter WHERE rollout_id = $1 GROUP BY step_index, version, role`;

/** Over all processes that served the rollout, those included that are gone. */
export async function selectServingCounts(db: Queryable, rolloutId: string): Promise<ServingCounts[]> {
  const { rows } = await db.query<ServingCounts>(COUNTS, [rolloutId]);
  return rows;
}

/** A process that has not been heard of for so long is not waited for. */
const PROCESSES = `
  SELECT count(*)::int AS live, (count(*) FILTER (WHERE ready_rollouts ? $1::text))::int AS ready
    FROM serving_process WHERE seen_at > clock_timestamp() - interval '10 seconds'`;

export async function selectProcesses(db: Queryable, rolloutId: string): Promise<{ live: number; ready: number }> {
  const { rows } = await db.query<{ live: number; ready: number }>(PROCESSES, [rolloutId]);
  return rows[0] ?? { live: 0, ready: 0 };
}
