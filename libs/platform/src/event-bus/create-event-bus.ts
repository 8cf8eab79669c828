import type { Pool } from 'pg';
import { EmbeddedEventBus } from './embedded-event-bus';
import { NO_TRACING, type Tracing } from '../tracing/create-tracing';
import type { EventBusLog } from './event-bus-log';
import type { EventBus } from './event-bus.port';
import { createKafkaClient } from './kafka-client';
import { KafkaEventBus } from './kafka-event-bus';
import { TracedEventBus } from './traced-event-bus';

export interface EventBusOptions {
  readonly databaseUrl: string;
  /** Kafka when given, else the embedded log. */
  readonly kafkaBrokers?: readonly string[];
  /** For the embedded log; default: a pool of its own. */
  readonly pool?: Pool;
  /** Before every Kafka topic and group: several Plumblines may share a cluster. */
  readonly topicPrefix?: string;
  /** Of Kafka: so long after its last sign of life a consumer is missed. Default: 30 s. */
  readonly sessionTimeoutMs?: number;
  readonly clientId: string;
  readonly log?: EventBusLog;
  /** A batch is recorded in the traces of those who published its records; default: it is not. */
  readonly tracing?: Tracing;
}

export type KafkaEventBusOptions = Pick<EventBusOptions, 'topicPrefix' | 'sessionTimeoutMs' | 'clientId' | 'log'> & {
  readonly kafkaBrokers: readonly string[];
};

/** For a process that has no database. */
export function createKafkaEventBus({ kafkaBrokers, topicPrefix, clientId, log }: KafkaEventBusOptions): EventBus {
  return new KafkaEventBus(createKafkaClient(kafkaBrokers, clientId, log), topicPrefix);
}

/** Connects at first use. */
export function createEventBus(options: EventBusOptions): EventBus {
  const { databaseUrl, kafkaBrokers, pool, tracing = NO_TRACING, ...rest } = options;
  const bus = kafkaBrokers?.length
    ? createKafkaEventBus({ kafkaBrokers, ...rest })
    : new EmbeddedEventBus({ databaseUrl, pool });
  return new TracedEventBus(bus, tracing);
}
