/** Gathers keys and hands each over once per interval, however often it was added. */
export class Coalescer<Key> {
  private readonly waiting = new Map<string, Key>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly flush: (keys: Key[]) => void,
    private readonly intervalMs = 1_000,
  ) {}

  add(keys: readonly Key[]): void {
    for (const key of keys) this.waiting.set(JSON.stringify(key), key);
    this.timer ??= setTimeout(() => this.hand(), this.intervalMs);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting.clear();
  }

  private hand(): void {
    const keys = [...this.waiting.values()];
    this.stop();
    this.flush(keys);
  }
}
