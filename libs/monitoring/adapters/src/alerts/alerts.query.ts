import type { AlertDetailView, AlertHistoryView, AlertView, Page } from '@plumbline/contracts';
import { selectDeliveries } from '../notification/deliveries.query';
import type { Queryable } from '../queryable';

export interface AlertFilter {
  readonly model?: string | undefined;
  readonly severity?: string | undefined;
  readonly state?: AlertView['state'] | undefined;
  /** Only alerts that fire. */
  readonly open?: boolean | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface Row {
  readonly id: string;
  readonly model: string;
  readonly version: number | null;
  readonly kind: string;
  readonly rule: string;
  readonly subject: string | null;
  readonly state: AlertView['state'];
  readonly severity: AlertView['severity'];
  readonly title: string;
  readonly detail: Record<string, unknown>;
  readonly occurrences: number;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly resolved_at: Date | null;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
  readonly silence: AlertView['silence'];
}

/** As `isSilencedBy` of the core matches: `*` stands for any text. */
const matches = (pattern: string, text: string): string =>
  `(${pattern} IS NULL OR ${text} LIKE replace(replace(replace(replace(${pattern}, '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '*', '%'))`;

const SELECT = `
  SELECT a.id, a.model, a.version, a.kind, a.rule, a.subject, a.standing AS state, a.severity, a.title, a.detail,
         a.occurrences, a.created_at, a.last_seen_at, a.resolved_at, a.acknowledged_at, a.acknowledged_by,
         (SELECT json_build_object('id', s.id, 'until', s.until, 'reason', s.reason, 'by', s.created_by)
            FROM alert_silence s
           WHERE s.ended_at IS NULL AND s.until > clock_timestamp() AND (s.alert_key IS NULL OR s.alert_key = a.dedupe_key)
             AND ${matches('s.model', 'a.model')} AND ${matches('s.rule', 'a.rule')}
             AND ${matches('s.subject', "coalesce(a.subject, '')")}
           ORDER BY s.until DESC LIMIT 1) AS silence
    FROM alert a`;

const WHERE = `
   WHERE ($1::text IS NULL OR a.model = $1) AND ($2::text IS NULL OR a.standing = $2)
     AND (NOT $3::boolean OR a.standing = 'firing') AND ($4::text IS NULL OR a.severity = $4)
     AND ($5::uuid IS NULL OR a.id < $5) ORDER BY a.id DESC LIMIT $6`;

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

function toView(row: Row): AlertView {
  const { created_at: created, last_seen_at: seen, resolved_at: resolved, silence, ...rest } = row;
  const { acknowledged_at: acknowledgedAt, acknowledged_by: acknowledgedBy, ...shown } = rest;
  return {
    ...shown,
    createdAt: created.toISOString(),
    lastSeenAt: seen.toISOString(),
    resolvedAt: row.state === 'resolved' ? iso(resolved) : null,
    acknowledgedAt: iso(acknowledgedAt),
    acknowledgedBy,
    silence: silence && { ...silence, until: new Date(silence.until).toISOString() },
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HISTORY_SHOWN = 200;

/** Newest first, by when the alert was first seen (ids rise with time). */
export async function selectAlerts(db: Queryable, filter: AlertFilter): Promise<Page<AlertView>> {
  const { model = null, state = null, open = false, severity = null, cursor, limit } = filter;
  const from = UUID.test(cursor ?? '') ? cursor : null;
  const { rows } = await db.query<Row>(SELECT + WHERE, [model, state, open, severity, from, limit + 1]);
  const shown = rows.slice(0, limit);
  return { items: shown.map(toView), nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

/** With its history and who was told of it. */
export async function selectAlert(db: Queryable, id: string): Promise<AlertDetailView | null> {
  const { rows } = await db.query<Row>(`${SELECT} WHERE a.id = $1::uuid`, [id]);
  if (!rows[0]) return null;
  const history = await db.query<Omit<AlertHistoryView, 'at' | 'by'> & { at: Date; actor: string }>(
    'SELECT at, what, actor, reason, detail FROM alert_history WHERE alert_id = $1::uuid ORDER BY id DESC LIMIT $2::int',
    [id, HISTORY_SHOWN],
  );
  return {
    ...toView(rows[0]),
    history: history.rows.map(({ at, actor, ...entry }) => ({ ...entry, at: at.toISOString(), by: actor })),
    deliveries: (await selectDeliveries(db, { alertId: id, limit: 100 })).items,
  };
}
