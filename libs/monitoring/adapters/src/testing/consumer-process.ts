import { TOPICS } from '@plumbline/contracts';
import { createEventBus, createPool, systemClock } from '@plumbline/platform';
import { DeadLetterStore } from '../dead-letters/dead-letter.store';
import { PgIngestion } from '../ingestion/pg-ingestion';
import { outcomesGroup } from '../ingestion/consumer-groups';
import { VersionCatalog } from '../versions/version-catalog';

export interface ConsumerOptions {
  readonly databaseUrl: string;
  readonly group: string;
  readonly kafka?: { readonly kafkaBrokers: readonly string[]; readonly topicPrefix: string };
}

/** Runs the ingestion until the process is killed: the part of the monitor that a test may kill. */
async function main({ databaseUrl, group, kafka }: ConsumerOptions): Promise<void> {
  const pool = createPool(databaseUrl);
  const bus = createEventBus({ databaseUrl, clientId: group, ...kafka });
  const versions = new VersionCatalog(systemClock);
  const ingestion = new PgIngestion(pool, group, versions, new DeadLetterStore(bus));
  const [predictions, outcomes] = [TOPICS.predictions, TOPICS.outcomes];
  const maxBatch = 50;
  await bus.subscribe({
    group,
    maxBatch,
    topic: predictions,
    onBatch: async (b) => void (await ingestion.predictions(b)),
  });
  const second = outcomesGroup(group);
  await bus.subscribe({
    group: second,
    maxBatch,
    topic: outcomes,
    onBatch: async (b) => void (await ingestion.outcomes(b)),
  });
}

main(JSON.parse(process.argv[2] ?? '{}') as ConsumerOptions).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
