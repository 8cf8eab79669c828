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
/** Each batch reads and writes the counters of its windows once: the longer, the cheaper a row. */
const MAXIMUM_BATCH = 4_000;
/** A batch that keeps failing is given again sooner than this; a group that could not be joined at first is not heard of again. */
const FAILING_MS = 15_000;

type ConsumedTopic = keyof typeof GROUP_OF_TOPIC;

/** The two consumers of the monitor: they hand batches over and keep account of how it goes. */
export class Consumers {
  private readonly failedAtMs = new Map<ConsumedTopic, number>();
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

  /** Resolves while both consume; a topic that failed lately counts as failing until a batch succeeds. */
  async check(): Promise<void> {
    const failing = [...this.failedAtMs.values()].some((at) => Date.now() - at < FAILING_MS);
    if (this.subscriptions.length === 0 || failing) {
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
        this.failedAtMs.delete(topic);
      },
      onError: (error) => {
        this.failedAtMs.set(topic, Date.now());
        this.logger.error({ err: error, topic }, 'a batch failed and will be given again');
      },
    });
  }
}
