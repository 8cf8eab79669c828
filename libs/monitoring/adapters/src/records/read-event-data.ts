import { cloudEventSchema } from '@plumbline/contracts';
import type { IncomingRecord } from '@plumbline/platform';
import type { ZodError } from 'zod';

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export const refused = (reason: string): { ok: false; reason: string } => ({ ok: false, reason });

function parseJson(text: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    // The parser's own message quotes the text, which may be personal.
    return refused('value: not valid JSON; send one JSON object a record');
  }
}

const wrongType = (where: string, expected: string): { ok: false; reason: string } =>
  refused(`${where}: this topic takes events of type ${expected}`);

function isStructured(record: IncomingRecord, json: unknown): boolean {
  const type = record.headers['content-type'] ?? '';
  return (
    type.startsWith('application/cloudevents') || (typeof json === 'object' && json !== null && 'specversion' in json)
  );
}

/** First problem as `field: what to do`; names the field, never its value. */
export function firstProblem(error: ZodError, hints: Readonly<Record<string, string>>): string {
  const issue = error.issues[0];
  const field = issue?.path.map(String).join('.') || 'value';
  return `${field}: ${hints[String(issue?.path[0])] ?? issue?.message ?? 'does not fit the contract'}`;
}

/** Data of a CloudEvent in binary mode (headers `ce_*`) or structured mode, or the bare JSON value. */
export function readEventData(record: IncomingRecord, expectedType: string): Parsed<unknown> {
  const json = parseJson(record.value);
  if (!json.ok) return json;
  const binaryType = record.headers['ce_type'];
  if (binaryType !== undefined) return binaryType === expectedType ? json : wrongType('ce_type', expectedType);
  if (!isStructured(record, json.value)) return json;
  const event = cloudEventSchema.safeParse(json.value);
  if (!event.success) return refused(`CloudEvent ${firstProblem(event.error, {})}`);
  return event.data.type === expectedType
    ? { ok: true, value: event.data.data }
    : wrongType('CloudEvent type', expectedType);
}
