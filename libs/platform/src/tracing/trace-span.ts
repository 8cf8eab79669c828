import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span, type Tracer } from '@opentelemetry/api';
import { toTraceparent } from './traceparent';

export type SpanAttributes = Readonly<Record<string, string | number>>;
export type Kind = keyof typeof SpanKind;

/** `code` of an error of ours, else its class: a message may hold what a person sent. */
function errorType(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : typeof error;
}

/**
 * A recorded piece of work. A batch of several requests is one piece of work in the trace of each of them, so it may be
 * several spans that begin and end together.
 */
export class TraceSpan {
  private readonly spans: readonly Span[];

  constructor(
    private readonly tracer: Tracer,
    spans: readonly [Span, ...Span[]],
  ) {
    this.spans = spans;
  }

  begin(name: string, kind: Kind = 'INTERNAL', attributes: SpanAttributes = {}): TraceSpan {
    const options = { kind: SpanKind[kind], attributes };
    const children = this.spans.map((span) => this.tracer.startSpan(name, options, trace.setSpan(ROOT_CONTEXT, span)));
    return new TraceSpan(this.tracer, children as [Span, ...Span[]]);
  }

  set(attributes: SpanAttributes): void {
    for (const span of this.spans) span.setAttributes(attributes);
  }

  fail(error: unknown): void {
    for (const span of this.spans) {
      span.setAttribute('error.type', errorType(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
  }

  end(): void {
    for (const span of this.spans) span.end();
  }

  /** It is part of several traces. */
  get isShared(): boolean {
    return this.spans.length > 1;
  }

  /** For whoever goes on with the work: of the first, where there are several. */
  get traceparent(): string {
    return toTraceparent((this.spans[0] as Span).spanContext());
  }

  get traceId(): string {
    return (this.spans[0] as Span).spanContext().traceId;
  }
}
