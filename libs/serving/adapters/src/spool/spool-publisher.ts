import { lotsOf, type SpoolRecord } from '@plumbline/serving-core';
import type { FileSpool, SpoolBatch } from './file-spool';

export interface SpoolPublisherOptions {
  readonly spool: FileSpool;
  /** Resolves when all records are durable on the bus, in their order. */
  readonly publish: (records: readonly SpoolRecord[]) => Promise<void>;
  /** The first failure of a row of failures (1), and the recovery after it (0). */
  readonly onBusState?: (failures: 0 | 1, error?: unknown) => void;
  readonly maxRecords?: number;
  /** After an append, wait so long for more: one publication of many is cheaper. */
  readonly lingerMs?: number;
  readonly firstBackoffMs?: number;
  readonly maxBackoffMs?: number;
}

/** A publication of few records costs this process and the bus nearly as much as one of many. */
const LINGER_MS = 50;
const MAX_RECORDS = 1_000;

/** Moves the spool to the bus, in order, at least once: what it did not hear the bus confirm it sends again. */
export class SpoolPublisher {
  private loop: Promise<void> | undefined;
  private isStopping = false;
  private failures = 0;
  private onAppend: () => void = () => undefined;
  private onStop: () => void = () => undefined;

  constructor(private readonly options: SpoolPublisherOptions) {
    options.spool.setAppendListener(() => this.onAppend());
  }

  start(): void {
    this.loop ??= this.run();
  }

  /** Publishes what is there, for at most `timeoutMs`, then ends; a publication in flight is not waited for longer. */
  async stop(timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (this.loop && this.options.spool.unpublishedBytes > 0 && Date.now() < deadline) await pause(10);
    this.isStopping = true;
    this.onAppend();
    this.onStop();
    await Promise.race([this.loop, pause(1_000)]);
  }

  private async run(): Promise<void> {
    const { maxRecords = MAX_RECORDS, lingerMs = LINGER_MS } = this.options;
    while (!this.isStopping) {
      const batch = this.options.spool.read(maxRecords);
      if (!batch) {
        await new Promise<void>((resolve) => (this.onAppend = resolve));
        await this.wait(lingerMs);
        continue;
      }
      try {
        for (const lot of lotsOf(batch.records, maxRecords)) await this.options.publish(lot);
        this.confirmed(batch);
        if (batch.records.length < maxRecords) await this.wait(lingerMs);
      } catch (error) {
        if (this.failures++ === 0) this.options.onBusState?.(1, error);
        await this.wait(this.backoffMs());
      }
    }
  }

  private confirmed(batch: SpoolBatch): void {
    this.options.spool.commit(batch);
    if (this.failures > 0) this.options.onBusState?.(0);
    this.failures = 0;
  }

  private backoffMs(): number {
    const { firstBackoffMs = 100, maxBackoffMs = 10_000 } = this.options;
    return Math.min(maxBackoffMs, firstBackoffMs * 2 ** Math.min(this.failures - 1, 20));
  }

  /** Cut short by `stop`. */
  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.onStop = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
