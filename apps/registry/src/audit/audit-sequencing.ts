import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { AuditSequencer } from '@plumbline/governance-adapters';
import type { Logger } from '@plumbline/platform';

/** Runs the sequencer again and again; an advisory lock keeps it alone however many registries there are. */
export class AuditSequencing implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly sequencer: AuditSequencer,
    private readonly everyMs: number,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.everyMs > 0) this.schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.sequencer
        .sequence()
        .then(
          ({ added, size }) => void (added > 0 && this.logger.debug({ added, size }, 'audit log sequenced')),
          (err: unknown) => this.logger.error({ err }, 'the audit log could not be sequenced'),
        )
        .finally(() => this.schedule());
    }, this.everyMs);
  }
}
