import { randomBytes } from 'node:crypto';
import { serverCoordinates } from './test-servers';

export interface TestKafka {
  readonly brokers: readonly string[];
  /** Give it to `createEventBus`: topics and groups of their own on the shared broker. */
  readonly topicPrefix: string;
}

export function testKafka(): TestKafka {
  return {
    brokers: serverCoordinates('kafka').split(','),
    topicPrefix: `t${randomBytes(6).toString('hex')}.`,
  };
}
