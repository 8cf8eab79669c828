import type { SegmentSearchView } from '@plumbline/contracts';
import { type MonitoredVersion, type Scalar, searchSegments } from '@plumbline/monitoring-core';
import { rowLogLoss } from '@plumbline/stats';
import type { Queryable } from '../../queryable';
import { rangeValues, type ViewRange } from '../time-range';

/** The newest so many labelled rows are searched: enough for pairs, and bounded. */
const MAXIMUM_ROWS = 20_000;

const LABELLED = `
  SELECT p.features, p.score, p.label AS answer, l.label AS outcome, l.positive
    FROM prediction p JOIN prediction_label l USING (prediction_id)
   WHERE p.model = $1 AND l.matures_at IS NULL AND p.score IS NOT NULL
     AND ($2::timestamptz IS NULL OR p.served_at >= $2) AND ($3::timestamptz IS NULL OR p.served_at < $3)
     AND p.version = $4
   ORDER BY p.served_at DESC, p.seq DESC LIMIT ${MAXIMUM_ROWS}`;

interface Row {
  readonly features: Scalar[];
  readonly score: number;
  readonly answer: string | null;
  readonly outcome: string;
  readonly positive: boolean | null;
}

type Loss = SegmentSearchView['loss'];

function lossKind({ signature: { task, output } }: MonitoredVersion): Loss {
  if (task === 'regression') return 'absoluteError';
  return task === 'binary' && output.kind !== 'label' ? 'logLoss' : 'wrong';
}

function lossOf(kind: Loss, { score, answer, outcome, positive }: Row): number {
  if (kind === 'absoluteError') return Math.abs(score - Number(outcome));
  if (kind === 'logLoss') return rowLogLoss(positive ? 1 : 0, score);
  return answer === outcome ? 0 : 1;
}

const viewOf = (loss: Loss, found: ReturnType<typeof searchSegments>): SegmentSearchView => ({
  loss,
  ...found,
  segments: found.segments.map((one) => ({ ...one, where: [...one.where] })),
});

/** Searches the newest labelled rows that the version answered. */
export async function selectSegmentSearch(
  db: Queryable,
  model: string,
  range: ViewRange,
  version: MonitoredVersion | null,
): Promise<SegmentSearchView> {
  if (version === null) return viewOf('logLoss', searchSegments([], []));
  const loss = lossKind(version);
  const values = [model, ...rangeValues({ ...range, version: version.version })];
  const { rows } = await db.query<Row>(LABELLED, values);
  const found = searchSegments(
    version.signature.features,
    rows.map((row) => ({ features: row.features, loss: lossOf(loss, row) })),
  );
  return viewOf(loss, found);
}
