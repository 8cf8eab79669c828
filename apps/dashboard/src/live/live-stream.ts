import { DOMAIN_EVENT_KINDS, type DomainEvent } from '@plumbline/contracts';

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'paused';

export interface LiveSnapshot {
  readonly state: LiveState;
  /** When the state began; Date.now(). */
  readonly sinceMs: number;
  /** When the last message came; null before the first. */
  readonly lastMessageMs: number | null;
  /** Newest first, at most 30. */
  readonly events: readonly DomainEvent[];
}

const KEPT_EVENTS = 30;
const RETRY_MS = 3_000;

function parseEvent(text: string): DomainEvent | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return null;
    const event = 'data' in parsed ? parsed.data : parsed;
    return typeof event === 'object' && event !== null && 'kind' in event ? (event as DomainEvent) : null;
  } catch {
    return null;
  }
}

/** One connection a tab. EventSource reconnects by itself, except after an HTTP error: then we do. */
export class LiveStream {
  private snapshot: LiveSnapshot = { state: 'connecting', sinceMs: Date.now(), lastMessageMs: null, events: [] };
  private readonly listeners = new Set<() => void>();
  private source: EventSource | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly url: string,
    private readonly onEvent: (kind: string, model: string) => void,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): LiveSnapshot => this.snapshot;

  open(): void {
    this.close();
    const source = new EventSource(this.url);
    this.source = source;
    this.change({ state: this.snapshot.state === 'reconnecting' ? 'reconnecting' : 'connecting' });
    source.onopen = () => {
      const missed = this.snapshot.state === 'reconnecting' || this.snapshot.state === 'paused';
      this.change({ state: 'live', lastMessageMs: Date.now() });
      if (missed) this.onEvent('gap', '');
    };
    source.onerror = () => {
      this.change({ state: 'reconnecting' });
      if (source.readyState === EventSource.CLOSED) this.retry = setTimeout(() => this.open(), RETRY_MS);
    };
    const receive = (message: MessageEvent<string>) => this.receive(message);
    source.onmessage = receive;
    for (const kind of DOMAIN_EVENT_KINDS) source.addEventListener(kind, receive);
    // More was missed than the server keeps.
    source.addEventListener('gap', () => this.onEvent('gap', ''));
  }

  pause(): void {
    this.close();
    this.change({ state: 'paused' });
  }

  close(): void {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = undefined;
  }

  private receive(message: MessageEvent<string>): void {
    const event = parseEvent(message.data);
    const lastMessageMs = Date.now();
    if (!event) return this.change({ state: 'live', lastMessageMs });
    this.change({ state: 'live', lastMessageMs, events: [event, ...this.snapshot.events].slice(0, KEPT_EVENTS) });
    this.onEvent(event.kind, event.model);
  }

  private change(change: Partial<LiveSnapshot>): void {
    const sinceMs = change.state && change.state !== this.snapshot.state ? Date.now() : this.snapshot.sinceMs;
    this.snapshot = { ...this.snapshot, ...change, sinceMs };
    for (const listener of this.listeners) listener();
  }
}
