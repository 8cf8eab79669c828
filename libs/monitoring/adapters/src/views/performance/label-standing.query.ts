import type { Queryable } from '../../queryable';

/** What the windows do not hold of a model's labels. */
export interface LabelStanding {
  readonly latestEvent: Date | null;
  readonly provisional: number;
  readonly orphans: number;
  readonly late: number;
}

const STANDING = `
  SELECT (SELECT max(served_at) FROM prediction WHERE model = $1) AS "latestEvent",
         (SELECT count(*) FROM prediction_label WHERE model = $1 AND matures_at IS NOT NULL)::int AS provisional,
         (SELECT count(*) FROM outcome_orphan WHERE model = $1)::int AS orphans,
         (SELECT count(*) FROM late_outcome WHERE model = $1)::int AS late`;

export async function selectLabelStanding(db: Queryable, model: string): Promise<LabelStanding> {
  const { rows } = await db.query<LabelStanding>(STANDING, [model]);
  return rows[0] ?? { latestEvent: null, provisional: 0, orphans: 0, late: 0 };
}
