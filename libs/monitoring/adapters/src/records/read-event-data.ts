import { cloudEventSchema } from '@plumbline/contracts';
import type { IncomingRecord } from '@plumbline/platform';
import type { ZodError } from 'zod';
import { isSurelyTime } from './surely-time';

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export const refused = (reason: string): { ok: false; reason: string } => ({ ok: false, reason });

const UNSTORABLE = /[\0\ud800-\udfff]/u;

/** NUL, and half a surrogate pair: PostgreSQL reads neither from JSON. Both can only come as an escape. */
function holdsUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return UNSTORABLE.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, item]) => UNSTORABLE.test(name) || holdsUnstorable(item));
}

function parseJson(text: string): Parsed<unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may be personal.
    return refused('value: not valid JSON; send one JSON object a record');
  }
  return text.includes('\\u') && holdsUnstorable(value)
    ? refused('value: holds the character NUL or half a surrogate pair; send it without')
    : { ok: true, value };
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

interface CloudEvent {
  readonly type: string;
  readonly data?: unknown;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const PLAIN_ATTRIBUTES = new Set(['specversion', 'id', 'source', 'type', 'datacontenttype', 'time', 'data']);

/** An envelope as we write it, read at a tenth of the schema's time. */
function isPlainEnvelope(json: object): json is CloudEvent {
  const { specversion, id, source, type, time, datacontenttype } = json as Record<string, unknown>;
  if (specversion !== '1.0' || !isText(id) || !isText(source) || !isText(type)) return false;
  if (!(time === undefined || isSurelyTime(time))) return false;
  if (!(datacontenttype === undefined || typeof datacontenttype === 'string')) return false;
  for (const name in json) if (!PLAIN_ATTRIBUTES.has(name)) return false;
  return true;
}

function readStructured(json: unknown, expectedType: string): Parsed<unknown> {
  let event: CloudEvent;
  if (typeof json === 'object' && json !== null && isPlainEnvelope(json)) event = json;
  else {
    const parsed = cloudEventSchema.safeParse(json);
    if (!parsed.success) return refused(`CloudEvent ${firstProblem(parsed.error, {})}`);
    event = parsed.data;
  }
  return event.type === expectedType ? { ok: true, value: event.data } : wrongType('CloudEvent type', expectedType);
}

/** Data of a CloudEvent in binary mode (headers `ce_*`) or structured mode, or the bare JSON value. */
export function readEventData(record: IncomingRecord, expectedType: string): Parsed<unknown> {
  const json = parseJson(record.value);
  if (!json.ok) return json;
  const { ce_type: binaryType, ce_specversion: version = '1.0' } = record.headers;
  if (binaryType !== undefined) {
    if (version !== '1.0') return refused('ce_specversion: this topic takes CloudEvents 1.0');
    return binaryType === expectedType ? json : wrongType('ce_type', expectedType);
  }
  return isStructured(record, json.value) ? readStructured(json.value, expectedType) : json;
}
