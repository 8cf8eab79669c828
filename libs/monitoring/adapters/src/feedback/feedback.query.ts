import type { Pool } from 'pg';
import { type LabelledRow, type PendingRow, selectLabelledRows, selectPendingRows } from './labelled-rows';
import { type PairedEvidence, type PairedEvidenceQuestion, selectPairedEvidence } from './paired-evidence';

export interface StepTraffic {
  readonly total: number;
  readonly candidate: number;
  /** The last prediction that is counted; `sinceSeq` when there is none. */
  readonly latestSeq: number;
}

export interface VersionScore {
  readonly predictionId: string;
  readonly score: number;
}

const INSERT_SCORES = `
  INSERT INTO version_score (prediction_id, model, version, score, source)
  SELECT id, $1, $2, score, $3 FROM unnest($4::text[], $5::float8[]) AS s (id, score)
  ON CONFLICT (prediction_id, version) DO NOTHING`;

const STEP_TRAFFIC = `
  SELECT count(*)::int AS total, (count(*) FILTER (WHERE arm = 'candidate'))::int AS candidate, max(seq) AS latest
    FROM prediction WHERE model = $1 AND seq > $2 AND rollout_id = $3`;

const LABELS_SINCE = `
  SELECT count(*)::int AS n FROM prediction_label
   WHERE model = $1 AND recorded_at > $2
     AND seq > coalesce((SELECT seq FROM prediction_label
                          WHERE model = $1 AND recorded_at <= $2 ORDER BY seq DESC LIMIT 1), 0)`;

const PREDICTIONS_SINCE = `
  SELECT count(*)::int AS n FROM prediction
   WHERE model = $1 AND recorded_at > $2
     AND seq > coalesce((SELECT seq FROM prediction WHERE model = $1 AND recorded_at <= $2 ORDER BY seq DESC LIMIT 1), 0)`;

const SCORES_A_STATEMENT = 5_000;

/** What retraining and rollouts learn from served predictions and their outcomes. Read only, beside `insertVersionScores`. */
export class FeedbackQuery {
  constructor(private readonly pool: Pool) {}

  /** Newest `limit` labelled rows in event time, oldest first; `beforeSeq` bounds the snapshot by label number. */
  labelledRows(model: string, options: { limit: number; beforeSeq?: number }): Promise<LabelledRow[]> {
    return selectLabelledRows(this.pool, model, options);
  }

  /** Newest `limit` predictions without a label, oldest first. */
  pendingRows(model: string, limit: number): Promise<PendingRow[]> {
    return selectPendingRows(this.pool, model, limit);
  }

  /** Keeps what another version says about stored rows; a score that is already there stays. */
  async insertVersionScores(
    model: string,
    version: number,
    rows: readonly VersionScore[],
    source: 'shadow' | 'backfill',
  ): Promise<void> {
    for (let from = 0; from < rows.length; from += SCORES_A_STATEMENT) {
      const part = rows.slice(from, from + SCORES_A_STATEMENT);
      const ids = part.map(({ predictionId }) => predictionId);
      await this.pool.query(INSERT_SCORES, [model, version, source, ids, part.map(({ score }) => score)]);
    }
  }

  pairedEvidence(question: PairedEvidenceQuestion): Promise<PairedEvidence> {
    return selectPairedEvidence(this.pool, question);
  }

  /** Who answered since a prediction number: the traffic of one rollout step. */
  async stepTraffic(step: { model: string; rolloutId: string; sinceSeq: number }): Promise<StepTraffic> {
    const { model, rolloutId, sinceSeq } = step;
    const { rows } = await this.pool.query<{ total: number; candidate: number; latest: string | null }>(STEP_TRAFFIC, [
      model,
      sinceSeq,
      rolloutId,
    ]);
    const { total = 0, candidate = 0, latest = null } = rows[0] ?? {};
    return { total, candidate, latestSeq: latest === null ? sinceSeq : Number(latest) };
  }

  /** Number of the model's newest prediction; 0 without one. Numbers rise, with gaps. */
  async maxPredictionSeq(model: string): Promise<number> {
    const { rows } = await this.pool.query<{ seq: string }>(
      'SELECT seq FROM prediction WHERE model = $1 ORDER BY seq DESC LIMIT 1',
      [model],
    );
    return Number(rows[0]?.seq ?? 0);
  }

  /** Labels first recorded after the instant; a revision does not make a label new. */
  async labelsSince(model: string, at: Date): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>(LABELS_SINCE, [model, at]);
    return rows[0]?.n ?? 0;
  }

  async predictionsRecordedSince(model: string, at: Date): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>(PREDICTIONS_SINCE, [model, at]);
    return rows[0]?.n ?? 0;
  }

  /** The clock that `recorded_at` of predictions and labels is read from: the one to freeze a candidate by. */
  async databaseTime(): Promise<Date> {
    const { rows } = await this.pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    return rows[0]?.now ?? new Date();
  }

  /** From the window counters: cheap at any size. */
  async counts(model: string): Promise<{ predictions: number; labelled: number }> {
    const { rows } = await this.pool.query<{ predictions: number; labelled: number }>(
      `SELECT coalesce(sum(predictions), 0)::int AS predictions, coalesce(sum(labelled), 0)::int AS labelled
         FROM monitor_window WHERE model = $1`,
      [model],
    );
    return rows[0] ?? { predictions: 0, labelled: 0 };
  }
}
