import type { AuditEntryView, DomainEvent } from '@plumbline/contracts';

export interface RecentChange {
  readonly key: string;
  readonly at: string;
  readonly model: string | null;
  readonly what: string;
  readonly why: string;
  readonly who: string;
}

const NOT_AUDITED: readonly string[] = ['drift.detected', 'alert.raised', 'webhook.disabled', 'retraining.suppressed'];
const SIGN_IN = /^(session|token)\./;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function detailOf(envelope: Record<string, unknown>): Record<string, unknown> {
  const { detail } = envelope;
  return typeof detail === 'object' && detail !== null ? (detail as Record<string, unknown>) : {};
}

/** The model an audit entry is about; null for one that belongs to none. */
function modelOf({ resourceType, resourceId, envelope }: AuditEntryView): string | null {
  const named = textOf(detailOf(envelope)['model']);
  if (named) return named;
  return /^(model|version|model_version|alias|policy)$/.test(resourceType) ? (resourceId.split('/')[0] ?? null) : null;
}

/** What of a model an entry is about. @example partOf('churn/champion') === 'champion' */
const partOf = (resourceId: string): string => resourceId.split('/')[1] ?? '';

const fromAudit = (entry: AuditEntryView): RecentChange => ({
  key: entry.eventId,
  at: entry.occurredAt,
  model: modelOf(entry),
  what: [entry.action.replaceAll(/[._]/g, ' '), partOf(entry.resourceId)].filter(Boolean).join(': '),
  why: textOf(entry.envelope['reason']),
  who: entry.actor,
});

const fromEvent = (event: DomainEvent): RecentChange => ({
  key: `${event.kind} ${event.model} ${event.at}`,
  at: event.at,
  model: event.model,
  what: event.kind.replaceAll(/[._]/g, ' '),
  why: event.summary,
  who: 'monitor',
});

/** What changed last, newest first: the audit log, and what the monitor said since the page opened. */
export function recentChanges(
  audit: readonly AuditEntryView[],
  events: readonly DomainEvent[],
  count: number,
): RecentChange[] {
  return [
    ...audit.filter(({ action }) => !SIGN_IN.test(action)).map(fromAudit),
    ...events.filter(({ kind }) => NOT_AUDITED.includes(kind)).map(fromEvent),
  ]
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, count);
}
