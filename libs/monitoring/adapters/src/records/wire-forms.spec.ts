import type { IncomingRecord } from '@plumbline/platform';
import { loanOutcome, loanPrediction } from '../testing/monitored-world.builder';
import { parseOutcome } from './parse-outcome';
import { parsePrediction } from './parse-prediction';

const recordOf = (value: unknown, headers: Record<string, string> = {}): IncomingRecord => ({
  key: 'k',
  value: typeof value === 'string' ? value : JSON.stringify(value),
  headers,
  offset: 0n,
  timestampMs: 0,
});

const TOPICS = [
  ['a prediction', parsePrediction, loanPrediction(1), 'plumbline.prediction.v1'],
  ['an outcome', parseOutcome, loanOutcome(1), 'plumbline.outcome.v1'],
] as const;

describe.each(TOPICS)('%s', (_name, parse, data, type) => {
  const envelope = { specversion: '1.0', id: 'e1', source: 'urn:test', type };
  const binary = { ce_specversion: '1.0', ce_id: 'e1', ce_source: 'urn:test', ce_type: type };
  const reasonOf = (record: IncomingRecord): string => {
    const parsed = parse(record);
    return parsed.ok ? 'accepted' : parsed.reason;
  };

  it.each([
    ['bare JSON', recordOf(data)],
    ['a CloudEvent in binary mode', recordOf(data, binary)],
    [
      'a CloudEvent in binary mode with a content type',
      recordOf(data, { ...binary, 'content-type': 'application/json' }),
    ],
    ['a CloudEvent in structured mode', recordOf({ ...envelope, data })],
    [
      'a CloudEvent in structured mode that says so and has extensions',
      recordOf(
        { ...envelope, time: '2026-01-31T23:59:59+01:00', traceparent: '00-a-b-01', partitionkey: 'k', data },
        { 'content-type': 'application/cloudevents+json; charset=utf-8' },
      ),
    ],
  ])('is taken as %s', (_form, record) => {
    expect(parse(record)).toEqual({ ok: true, value: data });
  });

  it.each([
    [
      'another type in binary mode',
      recordOf(data, { ...binary, ce_type: 'other' }),
      /^ce_type: this topic takes events of type/,
    ],
    [
      'another type in structured mode',
      recordOf({ ...envelope, type: 'other', data }),
      /^CloudEvent type: this topic takes/,
    ],
    [
      'another CloudEvents version in binary mode',
      recordOf(data, { ...binary, ce_specversion: '0.3' }),
      /^ce_specversion: /,
    ],
    [
      'another CloudEvents version in structured mode',
      recordOf({ ...envelope, specversion: '0.3', data }),
      /^CloudEvent specversion: /,
    ],
    ['an envelope without id', recordOf({ ...envelope, id: undefined, data }), /^CloudEvent id: /],
    ['an envelope with a wrong time', recordOf({ ...envelope, time: 'noon', data }), /^CloudEvent time: /],
    ['an envelope without data', recordOf(envelope), /^value: /],
    ['what is no JSON', recordOf('{"subject":"ana@example.com"'), /^value: not valid JSON/],
    ['what is no object', recordOf([data]), /^value: /],
    ['an empty record', recordOf(''), /^value: not valid JSON/],
    ['the character NUL', recordOf({ ...data, subject: 'a\0b' }), /^value: holds the character NUL/],
    [
      'half a surrogate pair',
      recordOf(JSON.stringify({ ...data, subject: 'a' }).replace('"a"', '"\\ud83d"')),
      /^value: holds/,
    ],
  ])('is refused with field and remedy: %s', (_form, record, reason) => {
    expect(reasonOf(record)).toMatch(reason);
    expect(reasonOf(record)).not.toContain('ana@example.com');
  });

  it('may hold characters beyond ASCII, escaped or not, and a backslash before u0000', () => {
    const subject = 'Žluťoučký 🙂 \\u0000';
    const escaped = JSON.stringify({ ...data, subject }).replace('🙂', '\\ud83d\\ude42');
    expect(parse(recordOf(escaped))).toEqual({ ok: true, value: { ...data, subject } });
  });
});
