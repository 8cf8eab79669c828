import type { OutgoingRecord } from '../event-bus/event-bus.port';

const HEADER = 'traceparent';
/** A CloudEvent that carries one has it first, so that it is found without parsing. */
const PREFIX = '{"specversion":"1.0","traceparent":"';
const LENGTH = 55;

/** Who published this record while it was being recorded: from its header, else from the CloudEvent in it. */
export function recordTraceparent({ headers, value }: OutgoingRecord): string | undefined {
  const header = headers?.[HEADER];
  if (header !== undefined) return header;
  return value.startsWith(PREFIX) ? value.slice(PREFIX.length, PREFIX.length + LENGTH) : undefined;
}

export const withTraceparent = (record: OutgoingRecord, traceparent: string): OutgoingRecord => ({
  ...record,
  headers: { ...record.headers, [HEADER]: traceparent },
});
