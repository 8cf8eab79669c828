import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kind, SpanAttributes, TraceSpan } from './trace-span';

const active = new AsyncLocalStorage<TraceSpan>();

/** What is being recorded here; undefined nearly always. */
export const activeSpan = (): TraceSpan | undefined => active.getStore();

/**
 * Runs `work` so that what it does is recorded below the span. From its first use on, Node 20 follows every promise of this
 * process: not for the inference service, which hands its spans on by hand.
 */
export function runInSpan<T>(span: TraceSpan | undefined, work: () => T): T {
  return span ? active.run(span, work) : work();
}

/** As `runInSpan`, and the span ends with the work. */
export async function finishSpan<T>(span: TraceSpan, work: () => Promise<T>): Promise<T> {
  try {
    return await active.run(span, work);
  } catch (error) {
    span.fail(error);
    throw error;
  } finally {
    span.end();
  }
}

/** A step of what is being recorded; otherwise nothing but the work. */
export function inChildSpan<T>(
  name: string,
  work: () => Promise<T>,
  kind: Kind = 'INTERNAL',
  attributes?: SpanAttributes,
): Promise<T> {
  const parent = active.getStore();
  return parent ? finishSpan(parent.begin(name, kind, attributes), work) : work();
}
