import type { Queryable } from '../queryable';
import { addHistory } from './alert.store';
import { silencesStore } from './silences.store';

export interface AlertAction {
  readonly id: string;
  readonly actor: string;
  readonly reason: string | null;
}

export interface ActedOn {
  readonly model: string;
  readonly title: string;
  readonly rule: string;
  readonly severity: string;
  readonly version: number | null;
}

const ACTED_ON = 'model, title, rule, severity, version';

/** What people do about an alert; null where there is no alert that it could be done to. */
export const alertActions = {
  /** Somebody looks after it. Only while it fires. */
  async acknowledge(db: Queryable, { id, actor, reason }: AlertAction): Promise<ActedOn | null> {
    const { rows } = await db.query<ActedOn & object>(
      `UPDATE alert SET acknowledged_at = clock_timestamp(), acknowledged_by = $2
        WHERE id = $1::uuid AND standing = 'firing' RETURNING ${ACTED_ON}`,
      [id, actor],
    );
    if (rows[0]) await addHistory(db, { alertId: id, what: 'acknowledged', actor, reason });
    return rows[0] ?? null;
  },

  /** Its evidence is forgotten: only new bad windows raise it again. */
  async resolve(db: Queryable, { id, actor, reason }: AlertAction): Promise<(ActedOn & { isTold: boolean }) | null> {
    const { rows } = await db.query<ActedOn & { was_told: boolean }>(
      `WITH before AS (
         SELECT id, is_told FROM alert WHERE id = $1::uuid AND standing <> 'resolved' FOR UPDATE)
       UPDATE alert a SET standing = 'resolved', recent = '{}', is_told = false, resolved_at = clock_timestamp()
         FROM before WHERE a.id = before.id RETURNING ${ACTED_ON}, before.is_told AS was_told`,
      [id],
    );
    if (!rows[0]) return null;
    await addHistory(db, { alertId: id, what: 'resolved', actor, reason });
    const { was_told: isTold, ...alert } = rows[0];
    return { ...alert, isTold };
  },

  async silence(db: Queryable, { id, actor, reason }: AlertAction, until: Date): Promise<ActedOn | null> {
    const { rows } = await db.query<ActedOn & { dedupe_key: string }>(
      `SELECT dedupe_key, ${ACTED_ON} FROM alert WHERE id = $1::uuid FOR UPDATE`,
      [id],
    );
    if (!rows[0]) return null;
    const { dedupe_key: alertKey, ...alert } = rows[0];
    const everything = { model: null, rule: null, subject: null };
    await silencesStore.insert(db, { alertKey, ...everything, until, reason: reason ?? '', actor });
    await addHistory(db, { alertId: id, what: 'silenced', actor, reason, detail: { until } });
    return alert;
  },
};
