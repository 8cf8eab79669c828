import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { waitUntil } from '@plumbline/testing';
import { activeSpan, finishSpan, inChildSpan, runInSpan } from './active-span';
import { createTracing, NO_TRACING } from './create-tracing';
import { recordTraceparent } from './record-traceparent';
import { parseTraceparent } from './traceparent';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = `00-${TRACE}-b7ad6b7169203331-01`;
const UNSAMPLED = CALLER.replace(/01$/, '00');

const tracingWith = (sampleRate: number, exporter = new InMemorySpanExporter()) =>
  createTracing({ service: 'spec', endpoint: 'http://127.0.0.1:9', sampleRate, exporter, exportEveryMs: 5 });
const exporter = new InMemorySpanExporter();
const tracing = tracingWith(0, exporter);
const received = (count: number): Promise<ReadableSpan[]> =>
  waitUntil(`${count} spans were exported`, () => exporter.getFinishedSpans().length === count).then(() =>
    exporter.getFinishedSpans(),
  );
afterEach(() => exporter.reset());

describe('head sampling', () => {
  it('records nothing without an endpoint', () => {
    expect(createTracing({ service: 'spec', sampleRate: 1 })).toBe(NO_TRACING);
    expect(NO_TRACING.begin('x', 'SERVER', CALLER)).toBeUndefined();
  });

  it('follows what the caller decided, whatever its own rate', () => {
    expect(tracing.begin('x', 'SERVER', CALLER)?.traceId).toBe(TRACE);
    expect(tracing.begin('x', 'SERVER')).toBeUndefined();
    const all = tracingWith(1);
    expect(all.begin('x', 'SERVER', UNSAMPLED)).toBeUndefined();
    expect(all.begin('x', 'SERVER', 'nonsense')?.traceId).not.toBe(TRACE);
    expect(all.begin('x', 'SERVER')).toBeDefined();
    return all.close();
  });

  it('takes about its share of what begins here', async () => {
    const tenth = tracingWith(0.1);
    const spans = Array.from({ length: 4_000 }, () => tenth.begin('x', 'SERVER')).filter(Boolean);
    // Binomial(4000, 0.1): six standard deviations are 114.
    expect(Math.abs(spans.length - 400)).toBeLessThan(114);
    await tenth.close();
  });
});

describe('traceparent', () => {
  it.each([
    '',
    'nonsense',
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `ff${CALLER.slice(2)}`,
  ])('is ignored where it is none: %j', (text) => expect(parseTraceparent(text)).toBeUndefined());

  it('is read of a later version, which may say more', () => {
    expect(parseTraceparent(`cc${CALLER.slice(2)}-more`)).toMatchObject({ traceId: TRACE, traceFlags: 1 });
  });

  it('is found in the header of a record, else at the head of its CloudEvent', () => {
    const value = `{"specversion":"1.0","traceparent":"${CALLER}","id":"1"}`;
    expect(recordTraceparent({ key: 'k', value })).toBe(CALLER);
    expect(recordTraceparent({ key: 'k', value, headers: { traceparent: 'other' } })).toBe('other');
    expect(recordTraceparent({ key: 'k', value: '{"specversion":"1.0","id":"1"}' })).toBeUndefined();
  });
});

describe('spans', () => {
  it('are a tree, and say the class of an error but not its message', async () => {
    const server = tracing.begin('GET /x', 'SERVER', CALLER, { 'http.request.method': 'GET' });
    await expect(
      finishSpan(server as NonNullable<typeof server>, () =>
        inChildSpan('database transaction', () => Promise.reject(new TypeError('Ana Horvat'))),
      ),
    ).rejects.toThrow();
    const [child, root] = (await received(2)) as [ReadableSpan, ReadableSpan];
    expect(root.spanContext().traceId).toBe(TRACE);
    expect(root.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    expect(root.attributes).toEqual({ 'http.request.method': 'GET', 'error.type': 'TypeError' });
    expect(child.parentSpanContext?.spanId).toBe(root.spanContext().spanId);
    expect(
      JSON.stringify([child, root].map(({ attributes, events, status }) => ({ attributes, events, status }))),
    ).not.toContain('Ana');
  });

  it('of a batch are in the trace of each request that was sampled, at most 16', async () => {
    const others = Array.from({ length: 40 }, (_, i) => CALLER.replace('0af7', String(1_000 + i)));
    const batch = tracing.continueAll('process', 'CONSUMER', [UNSAMPLED, ...others]);
    batch?.begin('transaction').end();
    batch?.end();
    const spans = await received(32);
    const parents = new Map(spans.map((span) => [span.spanContext().spanId, span]));
    for (const child of spans.filter(({ name }) => name === 'transaction')) {
      const parent = parents.get(child.parentSpanContext?.spanId ?? '');
      expect([parent?.name, parent?.spanContext().traceId]).toEqual(['process', child.spanContext().traceId]);
    }
    expect(tracing.continueAll('process', 'CONSUMER', [UNSAMPLED])).toBeUndefined();
  });

  it('are active in the work that they cover and nowhere else', async () => {
    const span = tracing.begin('x', 'SERVER', CALLER);
    await runInSpan(span, async () => {
      await Promise.resolve();
      expect(activeSpan()).toBe(span);
    });
    expect(activeSpan()).toBeUndefined();
    expect(runInSpan(undefined, activeSpan)).toBeUndefined();
  });
});
