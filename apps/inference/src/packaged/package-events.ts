import { TOPICS } from '@plumbline/contracts';
import { createKafkaEventBus, type Logger } from '@plumbline/platform';
import { FileSpool, spoolRoot, SpoolPublisher } from '@plumbline/serving-adapters';
import type { Spool } from '@plumbline/serving-core';
import { uuidv7 } from 'uuidv7';
import type { PackagedSettings } from '../env';

export interface PackageEvents {
  readonly spool: Spool;
  readonly unpublishedBytes: () => number;
  readonly isWritable: () => boolean;
  readonly close: () => Promise<void>;
}

/** No bus, no events: whoever runs the package so is told at the start. */
const NO_EVENTS: PackageEvents = {
  spool: { append: () => undefined },
  unpublishedBytes: () => 0,
  isWritable: () => true,
  close: async () => undefined,
};

const DRAIN_MS = 5_000;

/** With Kafka, predictions are spooled and published as the whole product does it, and Plumbline watches the model. */
export function openPackageEvents(settings: PackagedSettings, logger: Logger): PackageEvents {
  const { KAFKA_BROKERS, KAFKA_TOPIC_PREFIX, PLUMBLINE_DATA_DIR } = settings;
  if (!KAFKA_BROKERS) {
    logger.warn('KAFKA_BROKERS is not set: predictions are answered and leave no event, so nobody monitors them');
    return NO_EVENTS;
  }
  const clientId = 'plumbline-package';
  const bus = createKafkaEventBus({ kafkaBrokers: KAFKA_BROKERS, topicPrefix: KAFKA_TOPIC_PREFIX, clientId });
  const spool = FileSpool.open({
    root: spoolRoot(PLUMBLINE_DATA_DIR),
    instance: uuidv7(),
    maxBytes: settings.SPOOL_MAX_BYTES,
    fsync: settings.SPOOL_FSYNC ? 'each' : 'never',
    onDamaged: (path, records) => logger.error({ path, records }, 'damaged event records were kept aside'),
  });
  const publisher = new SpoolPublisher({
    spool,
    publish: (records) => bus.publish(TOPICS.predictions, records),
    onBusState: (failures, err) =>
      failures === 0
        ? logger.info('the event bus takes events again')
        : logger.warn({ err }, 'the event bus takes no events; they wait in the spool'),
  });
  publisher.start();
  return {
    spool,
    unpublishedBytes: () => spool.unpublishedBytes,
    isWritable: () => spool.isWritable(),
    close: async () => {
      await publisher.stop(DRAIN_MS);
      spool.close();
      await bus.close();
    },
  };
}
