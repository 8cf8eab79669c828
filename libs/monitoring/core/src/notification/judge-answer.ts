/** What became of one attempt. */
export type Outcome =
  | { readonly kind: 'delivered' }
  /** Worth another attempt. */
  | { readonly kind: 'failed'; readonly retryAfterMs?: number }
  /** The receiver wants nothing any more. */
  | { readonly kind: 'gone' };

const retryAfter = (header: string | undefined, nowMs: number): number => {
  if (header === undefined) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
};

/** 2xx is delivered, 410 switches the receiver off, everything else is tried again; a redirect is not followed. */
export function judgeAnswer(status: number, retryAfterHeader: string | undefined, nowMs: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone' };
  return { kind: 'failed', retryAfterMs: retryAfter(retryAfterHeader, nowMs) };
}
