import { Kafka, logLevel, type logCreator } from 'kafkajs';
import type { EventBusLog } from './event-bus-log';

const quiet: EventBusLog = { warn: () => undefined, error: () => undefined };

/** kafkajs tells of each retry as an error; the last word is the rejected promise or `onError`. */
const logTo =
  (log: EventBusLog): logCreator =>
  () =>
  ({ level, log: { message, ...fields } }) => {
    const about = { namespace: 'kafkajs', error: fields['error'] as unknown, broker: fields['broker'] as unknown };
    if (level === logLevel.ERROR) log.error(about, message);
    else if (level === logLevel.WARN) log.warn(about, message);
  };

export function createKafkaClient(brokers: readonly string[], clientId: string, log: EventBusLog = quiet): Kafka {
  return new Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 200, maxRetryTime: 5_000, retries: 6 },
    logLevel: logLevel.WARN,
    logCreator: logTo(log),
  });
}
