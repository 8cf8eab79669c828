import type { AlertSilenceView, Page } from '@plumbline/contracts';
import type { Silence } from '@plumbline/monitoring-core';
import { uuidv7 } from 'uuidv7';
import type { Queryable } from '../queryable';

export interface NewSilence {
  readonly alertKey: string | null;
  readonly model: string | null;
  readonly rule: string | null;
  readonly subject: string | null;
  readonly until: Date;
  readonly reason: string;
  readonly actor: string;
}

interface Row {
  readonly id: string;
  readonly alert_id: string | null;
  readonly model: string | null;
  readonly rule: string | null;
  readonly subject: string | null;
  readonly until: Date;
  readonly reason: string;
  readonly created_by: string;
  readonly created_at: Date;
}

const COLUMNS = `s.id, a.id AS alert_id, s.model, s.rule, s.subject, s.until, s.reason, s.created_by, s.created_at`;

const toView = ({ alert_id: alertId, created_by: by, created_at: at, until, ...row }: Row): AlertSilenceView => ({
  ...row,
  alertId,
  until: until.toISOString(),
  createdBy: by,
  createdAt: at.toISOString(),
});

export const silencesStore = {
  async insert(db: Queryable, silence: NewSilence): Promise<AlertSilenceView> {
    const { alertKey, model, rule, subject, until, reason, actor } = silence;
    const { rows } = await db.query<Row>(
      `WITH s AS (
         INSERT INTO alert_silence (id, alert_key, model, rule, subject, until, reason, created_by)
         VALUES ($1::uuid, $2, $3, $4, $5, $6::timestamptz, $7, $8) RETURNING *)
       SELECT ${COLUMNS} FROM s LEFT JOIN alert a ON a.dedupe_key = s.alert_key`,
      [uuidv7(), alertKey, model, rule, subject, until, reason, actor],
    );
    return toView(rows[0] as Row);
  },

  /** @returns what was silenced; null when no such silence holds */
  async end(db: Queryable, id: string): Promise<AlertSilenceView | null> {
    const { rows } = await db.query<Row>(
      `WITH s AS (
         UPDATE alert_silence SET ended_at = clock_timestamp()
          WHERE id = $1::uuid AND ended_at IS NULL AND until > clock_timestamp() RETURNING *)
       SELECT ${COLUMNS} FROM s LEFT JOIN alert a ON a.dedupe_key = s.alert_key`,
      [id],
    );
    return rows[0] ? toView(rows[0]) : null;
  },

  /** Those that hold, newest first. */
  async page(db: Queryable, cursor: string | null, limit: number): Promise<Page<AlertSilenceView>> {
    const { rows } = await db.query<Row>(
      `SELECT ${COLUMNS} FROM alert_silence s LEFT JOIN alert a ON a.dedupe_key = s.alert_key
        WHERE s.ended_at IS NULL AND s.until > clock_timestamp() AND ($1::uuid IS NULL OR s.id < $1::uuid)
        ORDER BY s.id DESC LIMIT $2::int`,
      [cursor, limit + 1],
    );
    const shown = rows.slice(0, limit);
    return { items: shown.map(toView), nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
  },

  async holding(db: Queryable): Promise<Silence[]> {
    const { rows } = await db.query<Omit<Silence, 'alertKey'> & { alert_key: string | null }>(
      `SELECT alert_key, model, rule, subject, until FROM alert_silence
        WHERE ended_at IS NULL AND until > clock_timestamp()`,
    );
    return rows.map(({ alert_key: alertKey, ...silence }) => ({ ...silence, alertKey }));
  },
};
