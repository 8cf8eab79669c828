import type { AssignmentView, Page, RolloutSegmentsView, SegmentArmView } from '@plumbline/contracts';
import type { RolloutArm } from '@plumbline/rollouts-core';
import { wilsonInterval } from '@plumbline/stats';
import type { Queryable } from './evidence/queryable';

interface RolloutRow {
  readonly model: string;
  readonly championVersion: number;
  readonly candidateVersion: number;
  readonly arms: readonly RolloutArm[];
}

const ROLLOUT = `
  SELECT model, champion_version AS "championVersion", candidate_version AS "candidateVersion", arms
    FROM rollout WHERE id = $1`;

const ASSIGNMENTS = `
  SELECT seq, prediction_id AS "predictionId", subject, version, served_at AS "servedAt"
    FROM prediction WHERE model = $1 AND rollout_id = $2 AND seq > $3 ORDER BY seq LIMIT $4`;

/** A feature of the version that answered, else an attribute that was sent beside. */
const SEGMENTS = `
  WITH place AS (
    SELECT v.version, (f.place - 1)::int AS at
      FROM model_version v, jsonb_array_elements(v.signature -> 'features') WITH ORDINALITY AS f (feature, place)
     WHERE v.model = $1 AND f.feature ->> 'name' = $3)
  SELECT coalesce(p.attributes ->> $3, p.features ->> place.at) AS segment, p.version, count(*)::int AS predictions,
         count(l.label)::int AS labelled, (count(*) FILTER (WHERE l.label = p.label))::int AS correct,
         count(l.value)::int AS valued, avg(l.value)::float8 AS "meanValue"
    FROM prediction p LEFT JOIN prediction_label l USING (prediction_id) LEFT JOIN place ON place.version = p.version
   WHERE p.model = $1 AND p.rollout_id = $2 GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 200`;

interface SegmentRow {
  readonly segment: string | null;
  readonly version: number;
  readonly predictions: number;
  readonly labelled: number;
  readonly correct: number;
  readonly valued: number;
  readonly meanValue: number | null;
}

/** Rows of a rollout, for people who analyse it elsewhere, and what became of its segments. */
export class RolloutRowsQuery {
  constructor(private readonly db: Queryable) {}

  /** Who met which arm, in the order of recording; null: there is no such rollout. */
  async assignments(id: string, cursor: string | null, limit: number): Promise<Page<AssignmentView> | null> {
    const rollout = await this.rollout(id);
    if (!rollout) return null;
    const nameOf = namesOf(rollout);
    const { rows } = await this.db.query<Omit<AssignmentView, 'servedAt' | 'arm'> & { seq: string; servedAt: Date }>(
      ASSIGNMENTS,
      [rollout.model, id, cursor ?? '0', limit + 1],
    );
    const items = rows.slice(0, limit).map(({ seq: _, servedAt, ...row }) => ({
      ...row,
      arm: nameOf(row.version),
      servedAt: servedAt.toISOString(),
    }));
    return { items, nextCursor: rows.length > limit ? (rows[limit - 1]?.seq ?? null) : null };
  }

  async segments(id: string, by: string): Promise<RolloutSegmentsView | null> {
    const rollout = await this.rollout(id);
    if (!rollout) return null;
    const nameOf = namesOf(rollout);
    const { rows } = await this.db.query<SegmentRow>(SEGMENTS, [rollout.model, id, by]);
    const segments = [...new Set(rows.map(({ segment }) => segment))];
    return {
      by,
      segments: segments.map((segment) => ({
        segment,
        arms: rows.filter((row) => row.segment === segment).map((row) => toArm(row, nameOf(row.version))),
      })),
    };
  }

  private async rollout(id: string): Promise<RolloutRow | undefined> {
    return (await this.db.query<RolloutRow>(ROLLOUT, [id])).rows[0];
  }
}

function namesOf({ championVersion, arms }: RolloutRow): (version: number) => string {
  const names = new Map(arms.map(({ name, version }) => [version, name]));
  return (version) => (version === championVersion ? 'champion' : (names.get(version) ?? 'candidate'));
}

function toArm(
  { version, predictions, labelled, correct, valued, meanValue }: SegmentRow,
  name: string,
): SegmentArmView {
  const interval = labelled > 0 ? wilsonInterval(correct, labelled) : null;
  return {
    ...{ name, version, predictions },
    accuracy: {
      estimate: labelled > 0 ? correct / labelled : null,
      low: interval?.lower ?? null,
      high: interval?.upper ?? null,
      n: labelled,
    },
    value: { mean: meanValue, n: valued },
  };
}
