import { TOPICS } from '@plumbline/contracts';
import { createEventBus, createPool, type RecordBatch, systemClock } from '@plumbline/platform';
import { DeadLetterStore } from '../dead-letters/dead-letter.store';
import { PgIngestion } from '../ingestion/pg-ingestion';
import { outcomesGroup } from '../ingestion/consumer-groups';
import { VersionCatalog } from '../versions/version-catalog';

export interface ConsumerOptions {
  readonly databaseUrl: string;
  readonly group: string;
  readonly maxBatch: number;
  readonly kafka?: {
    readonly kafkaBrokers: readonly string[];
    readonly topicPrefix: string;
    readonly sessionTimeoutMs: number;
  };
}

/** Runs the ingestion until the process is killed or asked to stop: the part of the monitor that a test may kill. Says what it does. */
async function main({ databaseUrl, group, maxBatch, kafka }: ConsumerOptions): Promise<void> {
  const pool = createPool(databaseUrl);
  const bus = createEventBus({ databaseUrl, clientId: group, ...kafka });
  const versions = new VersionCatalog(systemClock);
  const ingestion = new PgIngestion(pool, group, versions, new DeadLetterStore(bus));
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const handled = ({ topic, partition }: RecordBatch): void => say(`${topic} ${partition}`);
  await bus.subscribe({
    group,
    maxBatch,
    topic: TOPICS.predictions,
    onBatch: async (batch) => {
      await ingestion.predictions(batch);
      handled(batch);
    },
  });
  await bus.subscribe({
    group: outcomesGroup(group),
    maxBatch,
    topic: TOPICS.outcomes,
    onBatch: async (batch) => {
      await ingestion.outcomes(batch);
      handled(batch);
    },
  });
  process.once('SIGTERM', () => void bus.close().then(() => pool.end()));
  say('ready');
}

main(JSON.parse(process.argv[2] ?? '{}') as ConsumerOptions).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
