import type { Pool } from 'pg';
import { EmbeddedEventBus } from './embedded-event-bus';
import type { EventBusLog } from './event-bus-log';
import type { EventBus } from './event-bus.port';
import { createKafkaClient } from './kafka-client';
import { KafkaEventBus } from './kafka-event-bus';

export interface EventBusOptions {
  readonly databaseUrl: string;
  /** Kafka when given, else the embedded log. */
  readonly kafkaBrokers?: readonly string[];
  /** For the embedded log; default: a pool of its own. */
  readonly pool?: Pool;
  /** Before every Kafka topic and group: several Plumblines may share a cluster. */
  readonly topicPrefix?: string;
  readonly clientId: string;
  readonly log?: EventBusLog;
}

export type KafkaEventBusOptions = Pick<EventBusOptions, 'topicPrefix' | 'clientId' | 'log'> & {
  readonly kafkaBrokers: readonly string[];
};

/** For a process that has no database. */
export function createKafkaEventBus({ kafkaBrokers, topicPrefix, clientId, log }: KafkaEventBusOptions): EventBus {
  return new KafkaEventBus(createKafkaClient(kafkaBrokers, clientId, log), topicPrefix);
}

/** Connects at first use. */
export function createEventBus({ databaseUrl, kafkaBrokers, pool, ...rest }: EventBusOptions): EventBus {
  return kafkaBrokers?.length
    ? createKafkaEventBus({ kafkaBrokers, ...rest })
    : new EmbeddedEventBus({ databaseUrl, pool });
}
