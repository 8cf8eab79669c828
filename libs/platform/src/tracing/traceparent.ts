import { TraceFlags, type SpanContext } from '@opentelemetry/api';

/** W3C Trace Context, version 00: `00-<32 hex>-<16 hex>-<2 hex>`. Later versions may append; what is known stays in front. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;

/** Undefined for what is no traceparent: the trace then begins here. */
export function parseTraceparent(text: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = (text && TRACEPARENT.exec(text)) || [];
  if (traceId === undefined || spanId === undefined) return undefined;
  return { traceId, spanId, traceFlags: parseInt(flags as string, 16), isRemote: true };
}

export const isSampled = ({ traceFlags }: SpanContext): boolean => (traceFlags & TraceFlags.SAMPLED) !== 0;

const PLAIN_LENGTH = 55;

/** Without reading the rest of it: a caller that samples little sends this with nearly every request. */
export const isPlainlyUnsampled = (text: string): boolean => text.length === PLAIN_LENGTH && text.endsWith('-00');

/** Only spans that are recorded are ever passed on. */
export const toTraceparent = ({ traceId, spanId }: SpanContext): string => `00-${traceId}-${spanId}-01`;
