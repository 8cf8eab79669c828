import { ROOT_CONTEXT, SpanKind, trace, type Span, type SpanContext } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, TracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace';
import { TraceSpan, type Kind, type SpanAttributes } from './trace-span';
import { isPlainlyUnsampled, isSampled, parseTraceparent } from './traceparent';

export interface TracingOptions {
  readonly service: string;
  /** Of an OTLP/HTTP receiver, without `/v1/traces`; without it nothing is recorded. */
  readonly endpoint?: string | undefined;
  /** Of the traces that begin here, 0 to 1. What others sampled is followed. */
  readonly sampleRate: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The receiver failed (once for a row of failures), or takes spans again. */
  readonly onReceiver?: ((state: 'away' | 'back', error?: unknown) => void) | undefined;
  readonly exportEveryMs?: number;
  /** Default: OTLP over HTTP. */
  readonly exporter?: SpanExporter;
}

/** Where traces begin or go on. Undefined: this one is not recorded, and costs nothing further. */
export interface Tracing {
  /** @param traceparent of whoever asks: what it sampled is recorded, what it did not is not */
  begin(name: string, kind: Kind, traceparent?: string | undefined, attributes?: SpanAttributes): TraceSpan | undefined;
  /** One piece of work for several requests; only those that were sampled, and at most 16 of them. */
  continueAll(
    name: string,
    kind: Kind,
    traceparents: readonly string[],
    attributes?: SpanAttributes,
  ): TraceSpan | undefined;
  /** Sends what is left, for at most two seconds. */
  close(): Promise<void>;
}

export const NO_TRACING: Tracing = {
  begin: () => undefined,
  continueAll: () => undefined,
  close: () => Promise.resolve(),
};

/** What waits beyond this is dropped: a receiver that is away must cost no memory. */
const MAX_WAITING_SPANS = 2_048;
const MAX_EXPORTED_SPANS = 512;
const EXPORT_EVERY_MS = 1_000;
const EXPORT_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 2_000;
const MAX_CONTINUED = 16;
const DONE = 0;

/** Tells of a receiver that is away once, and once when it is back. */
function told(exporter: SpanExporter, onReceiver: NonNullable<TracingOptions['onReceiver']>): SpanExporter {
  let isAway = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const failed = result.code !== DONE;
        if (failed !== isAway) onReceiver(failed ? 'away' : 'back', result.error);
        isAway = failed;
        done(result);
      }),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  };
}

const otlpExporter = (endpoint: string, headers: TracingOptions['headers']): SpanExporter =>
  new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: { ...headers },
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });

/** OpenTelemetry over OTLP/HTTP in JSON, sent in batches beside the work. The coin is tossed before OpenTelemetry is asked. */
export function createTracing(options: TracingOptions): Tracing {
  const { service, endpoint, sampleRate, headers, onReceiver = () => undefined } = options;
  if (endpoint === undefined) return NO_TRACING;
  const processor = new BatchSpanProcessor({
    exporter: told(options.exporter ?? otlpExporter(endpoint, headers), onReceiver),
    maxQueueSize: MAX_WAITING_SPANS,
    maxExportBatchSize: MAX_EXPORTED_SPANS,
    scheduledDelayMillis: options.exportEveryMs ?? EXPORT_EVERY_MS,
    exportTimeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `plumbline-${service}`, 'service.namespace': 'plumbline' }),
    sampler: new AlwaysOnSampler(),
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer('plumbline');
  const start = (name: string, kind: Kind, parent: SpanContext | undefined, attributes: SpanAttributes = {}): Span =>
    tracer.startSpan(
      name,
      { kind: SpanKind[kind], attributes },
      parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT,
    );
  return {
    begin(name, kind, traceparent, attributes) {
      // Requests that are not recorded end at these lines.
      if (traceparent === undefined && Math.random() >= sampleRate) return undefined;
      if (traceparent !== undefined && isPlainlyUnsampled(traceparent)) return undefined;
      const parent = parseTraceparent(traceparent);
      const isWanted = parent ? isSampled(parent) : traceparent === undefined || Math.random() < sampleRate;
      return isWanted ? new TraceSpan(tracer, [start(name, kind, parent, attributes)]) : undefined;
    },
    continueAll(name, kind, traceparents, attributes) {
      const parents = traceparents.map(parseTraceparent).filter((parent) => parent !== undefined && isSampled(parent));
      const [first, ...more] = parents.slice(0, MAX_CONTINUED).map((parent) => start(name, kind, parent, attributes));
      return first && new TraceSpan(tracer, [first, ...more]);
    },
    close: async () => {
      const late = new Promise<void>((resolve) => void setTimeout(resolve, CLOSE_TIMEOUT_MS).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
    },
  };
}
