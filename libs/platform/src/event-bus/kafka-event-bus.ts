import { Partitioners, type Admin, type Kafka, type Producer } from 'kafkajs';
import { TOPICS, type Topic } from '@plumbline/contracts';
import { EventBusUnavailableError } from './event-bus.errors';
import type { EventBus, OutgoingRecord, SubscribeOptions, Subscription } from './event-bus.port';
import { KafkaSubscription } from './kafka-subscription';
import { PARTITIONS } from './key-partition';
import { chunkRecords } from './record-size';

const CHUNK_RECORDS = 2_000;
const ALL_REPLICAS = -1;

interface Connections {
  readonly admin: Admin;
  readonly producer: Producer;
  readonly clusterId: string;
}

/** Connects at first use; every publish waits for all in-sync replicas. */
export class KafkaEventBus implements EventBus {
  readonly kind = 'kafka';
  private connections: Promise<Connections> | undefined;
  private readonly subscriptions = new Set<KafkaSubscription>();
  private closed = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly topicPrefix = '',
    private readonly sessionTimeoutMs?: number,
  ) {}

  async publish(topic: Topic, records: readonly OutgoingRecord[]): Promise<void> {
    const chunks = chunkRecords(records, CHUNK_RECORDS);
    if (chunks.length === 0) return;
    const { producer } = await this.connect();
    for (const chunk of chunks) {
      const messages = chunk.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } }));
      await producer.send({ topic: this.topicPrefix + topic, messages, acks: ALL_REPLICAS });
    }
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    const { clusterId } = await this.connect();
    const { topicPrefix, sessionTimeoutMs } = this;
    const log = { source: clusterId, topicPrefix, sessionTimeoutMs };
    const subscription = new KafkaSubscription(this.kafka, log, options);
    await subscription.start().catch(async (error: unknown) => {
      await subscription.close().catch(() => undefined);
      throw error;
    });
    this.subscriptions.add(subscription);
    return {
      close: async () => {
        this.subscriptions.delete(subscription);
        await subscription.close();
      },
    };
  }

  async lag(group: string, topic: Topic): Promise<number> {
    const { admin } = await this.connect();
    const [ends, [committed]] = await Promise.all([
      admin.fetchTopicOffsets(this.topicPrefix + topic),
      admin.fetchOffsets({ groupId: this.topicPrefix + group, topics: [this.topicPrefix + topic] }),
    ]);
    const nextOf = new Map(committed?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
    return ends.reduce((lag, { partition, high, low }) => {
      const next = nextOf.get(partition) ?? -1n;
      const from = next < BigInt(low) ? BigInt(low) : next;
      return lag + Number(BigInt(high) - from);
    }, 0);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await Promise.all([...this.subscriptions].map((subscription) => subscription.close()));
    const open = await this.connections?.catch(() => undefined);
    await Promise.all([open?.producer.disconnect(), open?.admin.disconnect()]);
  }

  private connect(): Promise<Connections> {
    if (this.closed) throw new EventBusUnavailableError('The event bus is closed.');
    return (this.connections ??= this.open().catch((error: unknown) => {
      this.connections = undefined;
      throw new EventBusUnavailableError('Kafka does not answer. Check KAFKA_BROKERS and the brokers.', error);
    }));
  }

  private async open(): Promise<Connections> {
    const admin = this.kafka.admin();
    const producer = this.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
    });
    try {
      await admin.connect();
      const topics = Object.values(TOPICS).map((topic) => ({
        topic: this.topicPrefix + topic,
        numPartitions: PARTITIONS,
      }));
      await admin.createTopics({ topics, waitForLeaders: true });
      const [{ clusterId }] = await Promise.all([admin.describeCluster(), producer.connect()]);
      return { admin, producer, clusterId };
    } catch (error) {
      await Promise.allSettled([admin.disconnect(), producer.disconnect()]);
      throw error;
    }
  }
}
