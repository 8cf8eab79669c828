import { TOPICS } from '@plumbline/contracts';
import { type IngestSummary, outcomesGroup, type PgIngestion } from '@plumbline/monitoring-adapters';
import type { EventBus, Logger, RecordBatch, Subscription } from '@plumbline/platform';
import { PlumblineError } from '@plumbline/problem';
import type { MonitorMetrics } from './monitor-metrics';

export const MONITOR_GROUP = 'plumbline-monitor';
export const GROUP_OF_TOPIC = {
  [TOPICS.predictions]: MONITOR_GROUP,
  [TOPICS.outcomes]: outcomesGroup(MONITOR_GROUP),
} as const;
const MAXIMUM_BATCH = 500;

type ConsumedTopic = keyof typeof GROUP_OF_TOPIC;

/** The two consumers of the monitor: they hand batches over and keep account of how it goes. */
export class Consumers {
  private readonly failing = new Map<ConsumedTopic, unknown>();
  private subscriptions: Subscription[] = [];

  constructor(
    private readonly bus: EventBus,
    private readonly ingestion: PgIngestion,
    private readonly metrics: MonitorMetrics,
    private readonly logger: Logger,
  ) {}

  async start(): Promise<void> {
    this.subscriptions = await Promise.all([
      this.subscribe(TOPICS.predictions, (batch) => this.ingestion.predictions(batch)),
      this.subscribe(TOPICS.outcomes, (batch) => this.ingestion.outcomes(batch)),
    ]);
  }

  /** Resolves while both consume; a topic whose last batch failed is failing until one succeeds. */
  async check(): Promise<void> {
    if (this.subscriptions.length === 0 || this.failing.size > 0) {
      throw new PlumblineError('unavailable', 'consumers_not_running', 'The consumers of the monitor are not running.');
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.subscriptions.map((subscription) => subscription.close()));
    this.subscriptions = [];
  }

  private subscribe(
    topic: ConsumedTopic,
    ingest: (batch: RecordBatch) => Promise<IngestSummary>,
  ): Promise<Subscription> {
    return this.bus.subscribe({
      topic,
      group: GROUP_OF_TOPIC[topic],
      maxBatch: MAXIMUM_BATCH,
      onBatch: async (batch) => {
        this.metrics.ingested(topic, await ingest(batch));
        this.failing.delete(topic);
      },
      onError: (error) => {
        this.failing.set(topic, error);
        this.logger.error({ err: error, topic }, 'a batch failed and will be given again');
      },
    });
  }
}
