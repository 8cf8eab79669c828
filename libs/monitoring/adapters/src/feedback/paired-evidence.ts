import type { Queryable } from '../queryable';

export interface PairedEvidenceQuestion {
  readonly model: string;
  readonly championVersion: number;
  readonly candidateVersion: number;
  /** Only labels recorded later count: those the candidate cannot have been trained on. */
  readonly frozenAt: Date;
  /** Only predictions of this rollout; left out, also older rows whose label came late. */
  readonly rolloutId?: string;
}

/** Log loss of both versions on the same rows, in nats; difference = candidate - champion, below 0 is better. */
export interface PairedEvidence {
  readonly n: number;
  /** 0 without rows: read it with `n`. */
  readonly meanDifference: number;
  /** Sample variance of the row differences; 0 below two rows. */
  readonly varianceOfDifference: number;
  readonly championLogLoss: number | null;
  readonly candidateLogLoss: number | null;
}

/**
 * A version that answers only labels gives no probability, and so no log loss: with one of them there is no evidence.
 * The version's score where it answered, else what it said as shadow or when pending rows were scored afterwards. */
const PAIRED = `
  WITH frozen AS MATERIALIZED (
    SELECT seq FROM prediction_label WHERE model = $1 AND recorded_at <= $4 ORDER BY seq DESC LIMIT 1),
  scored AS (
    SELECT l.positive, CASE WHEN p.version = $2 THEN p.score ELSE a.score END AS champion,
           CASE WHEN p.version = $3 THEN p.score ELSE b.score END AS candidate
      FROM prediction_label l JOIN prediction p USING (prediction_id)
      LEFT JOIN version_score a ON a.prediction_id = p.prediction_id AND a.version = $2
      LEFT JOIN version_score b ON b.prediction_id = p.prediction_id AND b.version = $3
     WHERE l.model = $1 AND l.recorded_at > $4 AND l.seq > coalesce((SELECT seq FROM frozen), 0)
       AND l.positive IS NOT NULL AND ($5::uuid IS NULL OR p.rollout_id = $5)
       AND NOT EXISTS (SELECT 1 FROM model_version v WHERE v.model = $1 AND v.version IN ($2, $3)
                          AND v.signature->'output'->>'kind' = 'label')),
  clipped AS (
    SELECT positive, greatest(1e-15, least(1 - 1e-15::float8, champion)) AS champion,
           greatest(1e-15, least(1 - 1e-15::float8, candidate)) AS candidate
      FROM scored WHERE champion IS NOT NULL AND candidate IS NOT NULL),
  losses AS (
    SELECT -ln(CASE WHEN positive THEN champion ELSE 1 - champion END) AS champion,
           -ln(CASE WHEN positive THEN candidate ELSE 1 - candidate END) AS candidate
      FROM clipped)
  SELECT count(*)::int AS n, avg(candidate - champion) AS mean, var_samp(candidate - champion) AS variance,
         avg(champion) AS champion, avg(candidate) AS candidate
    FROM losses`;

interface EvidenceRow {
  readonly n: number;
  readonly mean: number | null;
  readonly variance: number | null;
  readonly champion: number | null;
  readonly candidate: number | null;
}

export async function selectPairedEvidence(db: Queryable, question: PairedEvidenceQuestion): Promise<PairedEvidence> {
  const { model, championVersion, candidateVersion, frozenAt, rolloutId } = question;
  const values = [model, championVersion, candidateVersion, frozenAt, rolloutId ?? null];
  const { rows } = await db.query<EvidenceRow>(PAIRED, values);
  const row = rows[0];
  return {
    n: row?.n ?? 0,
    meanDifference: row?.mean ?? 0,
    varianceOfDifference: row?.variance ?? 0,
    championLogLoss: row?.champion ?? null,
    candidateLogLoss: row?.candidate ?? null,
  };
}
