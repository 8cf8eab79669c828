export interface WindowStanding {
  readonly endsAtMs: number;
  readonly predictions: number;
}

/**
 * Tells which windows are complete. The clock of a window is event time: it can be closed when a later event came and
 * `graceMs` passed. But a consumer reads several partitions at different speeds, so it is closed only when nothing waits
 * on the bus, or when its count stood still for `settleMs` of real time. One tracker a model; `take` in rising order.
 */
export class ClosedWindows {
  private readonly seen = new Map<number, { predictions: number; sinceMs: number }>();

  constructor(private readonly settleMs: number) {}

  /** The leading windows that are complete now. `candidates` are past their grace, oldest first. */
  take<W extends WindowStanding>(candidates: readonly W[], nothingWaits: boolean, nowMs: number): W[] {
    const closed: W[] = [];
    for (const window of candidates) {
      if (!nothingWaits && !this.standsStill(window, nowMs)) break;
      closed.push(window);
    }
    const open = new Set(candidates.slice(closed.length).map(({ endsAtMs }) => endsAtMs));
    for (const end of this.seen.keys()) if (!open.has(end)) this.seen.delete(end);
    for (const window of candidates.slice(closed.length)) this.standsStill(window, nowMs);
    return closed;
  }

  private standsStill({ endsAtMs, predictions }: WindowStanding, nowMs: number): boolean {
    const before = this.seen.get(endsAtMs);
    if (before?.predictions === predictions) return nowMs - before.sinceMs >= this.settleMs;
    this.seen.set(endsAtMs, { predictions, sinceMs: nowMs });
    return false;
  }
}
