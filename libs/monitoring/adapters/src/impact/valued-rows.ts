import type { Policy } from '@plumbline/contracts';

/** Values of `VALUED_ROWS` from `$4` on. */
export function rowValues(policy: Policy<'impact'>, allRows: boolean): unknown[] {
  const { truePositive, falseAlarm, miss, trueNegative } = policy.values;
  return [
    policy.decisionThreshold,
    policy.action === 'on_positive',
    ...[truePositive, falseAlarm, miss, trueNegative, policy.actionCost],
    policy.amount,
    allRows,
  ];
}

/**
 * `decided`: each row of `$1` served from `$2` to before `$3` with what the model decided and what is known of its outcome;
 * only rows served while there was a hold-out group, unless `$12`: then all, as treated. Where there is no subject, rows of one request of tensors (`<id>:<row>`)
 * are one subject, since they were held out together.
 *
 * `valued`: what a row came to. A held-out row counts as decided without an action.
 */
const VALUED_ROWS = `
  WITH decided AS (
    SELECT p.version, coalesce(p.holdout, false) AS holdout, p.served_at, coalesce(p.subject, split_part(p.prediction_id, ':', 1)) AS subject,
           CASE WHEN v.signature #>> '{output,kind}' = 'label' THEN p.score = 1
                ELSE p.score >= coalesce($4::float8, (v.signature #>> '{output,threshold}')::float8) END AS positive,
           l.positive AS outcome, coalesce(l.value, 0) AS told
      FROM prediction p
      JOIN model_version v ON v.model = p.model AND v.version = p.version
      LEFT JOIN prediction_label l ON l.prediction_id = p.prediction_id AND l.matures_at IS NULL
     WHERE p.model = $1 AND p.served_at >= $2 AND p.served_at < $3
       AND ($12::boolean OR p.holdout IS NOT NULL)),
  acted AS (
    SELECT *, NOT holdout AND positive = $5::boolean AS action,
           CASE WHEN holdout THEN NOT $5::boolean ELSE positive END AS effective
      FROM decided),
  worth AS (
    SELECT *, CASE WHEN action THEN $10::float8 ELSE 0 END AS action_cost,
           CASE WHEN outcome IS NULL THEN 0
                WHEN effective THEN CASE WHEN outcome THEN $6::float8 ELSE $7::float8 END
                WHEN outcome THEN $8::float8 ELSE $9::float8 END AS cell_value,
           CASE WHEN outcome IS NULL THEN 0
                WHEN $11::text = 'every_outcome' OR ($11::text = 'positive_outcomes' AND outcome)
                  OR ($11::text = 'negative_outcomes' AND NOT outcome) THEN told ELSE 0 END AS amount
      FROM acted),
  valued AS (
    SELECT *, cell_value + amount - action_cost AS value, action_cost - least(cell_value, 0) AS cost FROM worth)`;

/** One subject's rows with a known outcome together; `key` is what else divides them. */
const subjectsBy = (key: string): string => `
  SELECT ${key}subject, bool_and(holdout) AS is_held_out, bool_or(holdout) AND NOT bool_and(holdout) AS is_mixed,
         min(served_at) AS first_at, count(*) FILTER (WHERE action) AS actions, count(outcome) > 0 AS is_known,
         coalesce(sum(value) FILTER (WHERE outcome IS NOT NULL), 0) AS value,
         coalesce(sum(amount) FILTER (WHERE outcome IS NOT NULL), 0) AS amount,
         coalesce(sum(cost) FILTER (WHERE outcome IS NOT NULL), 0) AS cost,
         bool_or(outcome)::int AS positive
    FROM valued GROUP BY ${key}subject`;

const sums = (name: string): string => `
  coalesce(sum(${name}) FILTER (WHERE is_known), 0)::float8 AS ${name}_sum,
  coalesce(sum(${name}::float8 * ${name}) FILTER (WHERE is_known), 0)::float8 AS ${name}_squares`;

const COUNTERS = `
  count(*)::int AS subjects, count(*) FILTER (WHERE is_known)::int AS known, sum(actions)::int AS actions,
  ${['value', 'amount', 'cost', 'positive'].map(sums).join(',')}`;

/** Subjects by the step of event time in which they were first met; `$13` is the length of a step in seconds. */
export const SUBJECTS_BY_STEP = `
  ${VALUED_ROWS},
  subjects AS (${subjectsBy('')})
  SELECT floor(extract(epoch FROM first_at - $2::timestamptz) / $13::float8)::int AS key, is_held_out, is_mixed, ${COUNTERS}
    FROM subjects GROUP BY 1, 2, 3 ORDER BY 1`;

export const SUBJECTS_BY_VERSION = `
  ${VALUED_ROWS},
  subjects AS (${subjectsBy('version, ')})
  SELECT version AS key, is_held_out, is_mixed, ${COUNTERS} FROM subjects GROUP BY 1, 2, 3 ORDER BY 1`;

/** By what the model decided, also where it was held back. */
export const ROWS_BY_CELL = `
  ${VALUED_ROWS}
  SELECT holdout, CASE WHEN positive THEN CASE WHEN outcome THEN 'truePositive' ELSE 'falseAlarm' END
                       WHEN outcome THEN 'miss' ELSE 'trueNegative' END AS cell,
         count(*)::int AS rows, sum(value)::float8 AS value
    FROM valued WHERE outcome IS NOT NULL GROUP BY 1, 2`;
