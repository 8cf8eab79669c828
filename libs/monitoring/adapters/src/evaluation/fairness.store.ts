import type { FairnessCheckView } from '@plumbline/contracts';
import type { AttributeFairness } from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';
import { rangeValues, type ViewRange } from '../views/time-range';

const CHECKS = 300;

const INSERT = `
  INSERT INTO fairness_result (model, version, from_at, to_at, verdict, report)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (model, version, to_at) DO NOTHING`;

const SELECT = `
  SELECT version, from_at, to_at, report FROM fairness_result
   WHERE model = $1 AND ($2::timestamptz IS NULL OR to_at > $2) AND ($3::timestamptz IS NULL OR to_at <= $3)
     AND ($4::int IS NULL OR version = $4)
   ORDER BY id DESC LIMIT ${CHECKS}`;

interface Check {
  readonly model: string;
  readonly version: number;
  readonly from: string;
  readonly to: string;
}

type Report = Pick<FairnessCheckView, 'attributes'>;

/** What a trend needs: without the rates of each group, and without the groups of intersections. */
const toReport = (fairness: readonly AttributeFairness[]): Report => ({
  attributes: fairness.map(({ attribute, kind, verdict, measures, groups }) => ({
    attribute,
    verdict,
    measures: measures.map(({ measure, limit, decides, verdict: judged, value }) => ({
      ...{ measure, limit, decides, verdict: judged, value },
    })),
    groups:
      kind === 'intersection' ? [] : groups.filter(({ ratio }) => ratio).map(({ group, ratio }) => ({ group, ratio })),
  })),
});

function worst(fairness: readonly AttributeFairness[]): AttributeFairness['verdict'] {
  if (fairness.some(({ verdict }) => verdict === 'violated')) return 'violated';
  return fairness.every(({ verdict }) => verdict === 'within') ? 'within' : 'not_enough_evidence';
}

/** Findings about fairness of each check of a closed window. */
export const fairnessStore = {
  /** Nothing for a version without protected attributes. */
  async insert(db: Queryable, check: Check, fairness: readonly AttributeFairness[]): Promise<void> {
    if (fairness.length === 0) return;
    const { model, version, from, to } = check;
    await db.query(INSERT, [model, version, from, to, worst(fairness), toReport(fairness)]);
  },

  /** The latest up to 300, oldest first. */
  async history(db: Queryable, model: string, range: ViewRange): Promise<FairnessCheckView[]> {
    type Row = { version: number; from_at: Date; to_at: Date; report: Report };
    const { rows } = await db.query<Row>(SELECT, [model, ...rangeValues(range)]);
    return rows.reverse().map(({ version, from_at: from, to_at: to, report }) => ({
      ...{ version, from: from.toISOString(), to: to.toISOString() },
      attributes: report.attributes,
    }));
  },
};
