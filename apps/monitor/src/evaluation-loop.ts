import type { ModelEvaluation } from '@plumbline/monitoring-adapters';
import type { Logger } from '@plumbline/platform';
import type { MonitorMetrics } from './monitor-metrics';

/** Looks for newly closed windows, waits, looks again; never twice at once. */
export class EvaluationLoop {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly evaluation: ModelEvaluation,
    private readonly metrics: MonitorMetrics,
    private readonly logger: Logger,
    private readonly pauseMs: number,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.running = this.look().finally(() => {
        if (!this.closed) this.start();
      });
    }, this.pauseMs);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async look(): Promise<void> {
    try {
      const results = await this.evaluation.tick((model, err) =>
        this.logger.error({ err, model }, 'the windows of a model could not be evaluated'),
      );
      for (const result of results) this.metrics.checked(result);
    } catch (err) {
      this.logger.error({ err }, 'looking for closed windows failed');
    }
  }
}
