import type { LoggedRow, LogThresholds } from '@plumbline/rollouts-core';
import type { Queryable } from './queryable';

export interface LogQuestion {
  readonly model: string;
  readonly championVersion: number;
  readonly candidateVersion: number;
  /** When the predictions were recorded. */
  readonly from: Date | null;
  readonly to: Date | null;
}

export const MOST_LOGGED_ROWS = 200_000;

/** The newest rows that both versions scored, in the order they came; clocks are those of recording, as the judge's are. */
const ROWS = `
  SELECT "stickyKey", at, champion, candidate, positive, "labelledAt" FROM (
    SELECT p.seq, coalesce(p.subject, p.prediction_id) AS "stickyKey", p.recorded_at AS at, l.positive,
           CASE WHEN l.positive IS NOT NULL THEN l.recorded_at END AS "labelledAt",
           CASE WHEN p.version = $2 THEN p.score ELSE a.score END AS champion,
           CASE WHEN p.version = $3 THEN p.score ELSE b.score END AS candidate
      FROM prediction p
      LEFT JOIN prediction_label l USING (prediction_id)
      LEFT JOIN version_score a ON a.prediction_id = p.prediction_id AND a.version = $2
      LEFT JOIN version_score b ON b.prediction_id = p.prediction_id AND b.version = $3
     WHERE p.model = $1 AND ($4::timestamptz IS NULL OR p.recorded_at >= $4)
       AND ($5::timestamptz IS NULL OR p.recorded_at < $5)) AS scored
   WHERE champion IS NOT NULL AND candidate IS NOT NULL ORDER BY seq DESC LIMIT ${MOST_LOGGED_ROWS}`;

const THRESHOLDS = `
  SELECT version, coalesce((signature -> 'output' ->> 'threshold')::float8, 0.5) AS threshold
    FROM model_version WHERE model = $1 AND version IN ($2, $3)`;

export async function selectLog(
  db: Queryable,
  { model, championVersion, candidateVersion, from, to }: LogQuestion,
): Promise<{ rows: LoggedRow[]; thresholds: LogThresholds }> {
  const both = [model, championVersion, candidateVersion];
  const [{ rows }, { rows: signatures }] = await Promise.all([
    db.query<LoggedRow>(ROWS, [...both, from, to]),
    db.query<{ version: number; threshold: number }>(THRESHOLDS, both),
  ]);
  const thresholdOf = (version: number) => signatures.find((row) => row.version === version)?.threshold ?? 0.5;
  const inOrder = rows.reverse().sort((a, b) => a.at.getTime() - b.at.getTime());
  return {
    rows: inOrder,
    thresholds: { champion: thresholdOf(championVersion), candidate: thresholdOf(candidateVersion) },
  };
}
