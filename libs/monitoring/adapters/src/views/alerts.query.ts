import type { AlertView, Page } from '@plumbline/contracts';
import type { Queryable } from '../queryable';

export interface AlertFilter {
  readonly model?: string;
  /** Only alerts that are not resolved. */
  readonly open?: boolean;
  readonly cursor?: string;
  readonly limit: number;
}

interface Row {
  readonly id: string;
  readonly model: string;
  readonly version: number | null;
  readonly kind: string;
  readonly severity: AlertView['severity'];
  readonly title: string;
  readonly detail: Record<string, unknown>;
  readonly occurrences: number;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly resolved_at: Date | null;
}

const SELECT = `
  SELECT id, model, version, kind, severity, title, detail, occurrences, created_at, last_seen_at, resolved_at
    FROM alert
   WHERE ($1::text IS NULL OR model = $1) AND (NOT $2 OR resolved_at IS NULL) AND ($3::uuid IS NULL OR id < $3)
   ORDER BY id DESC LIMIT $4`;

const toView = ({ created_at: created, last_seen_at: seen, resolved_at: resolved, ...row }: Row): AlertView => ({
  ...row,
  createdAt: created.toISOString(),
  lastSeenAt: seen.toISOString(),
  resolvedAt: resolved?.toISOString() ?? null,
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Newest first, by when the alert was first raised (ids rise with time). */
export async function selectAlerts(db: Queryable, filter: AlertFilter): Promise<Page<AlertView>> {
  const cursor = UUID.test(filter.cursor ?? '') ? filter.cursor : null;
  const values = [filter.model ?? null, filter.open ?? false, cursor, filter.limit + 1];
  const { rows } = await db.query<Row>(SELECT, values);
  const shown = rows.slice(0, filter.limit);
  return { items: shown.map(toView), nextCursor: rows.length > filter.limit ? (shown.at(-1)?.id ?? null) : null };
}
