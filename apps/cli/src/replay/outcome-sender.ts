import type { OutcomeEvent } from '@plumbline/contracts';
import { UsageError } from '../cli.errors';
import type { ApiClient } from '../server/api-client';

export interface OutcomeSender {
  readonly send: (outcomes: readonly OutcomeEvent[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

const TOPIC = 'plumbline.outcomes';

export const httpOutcomeSender = (registry: ApiClient): OutcomeSender => ({
  send: async (outcomes) => {
    await registry.json('/api/v1/outcomes', { json: { outcomes } });
  },
  close: async () => undefined,
});

const keyOf = ({ predictionId, model, subject }: OutcomeEvent): string => predictionId ?? `${model}:${subject}`;

/** Straight onto the topic, as another system of the house would send them. */
export async function kafkaOutcomeSender(brokers: string, topicPrefix: string): Promise<OutcomeSender> {
  const list = brokers.split(',').map((broker) => broker.trim());
  if (list.some((broker) => !/^[^\s:]+:\d+$/.test(broker)))
    throw new UsageError(`--brokers ${brokers}: give host:port, several with commas`);
  const { Kafka, logLevel } = await import('kafkajs');
  const producer = new Kafka({ clientId: 'plumbline-cli', brokers: list, logLevel: logLevel.NOTHING }).producer({
    allowAutoTopicCreation: false,
  });
  await producer.connect();
  return {
    send: async (outcomes) => {
      const messages = outcomes.map((outcome) => ({ key: keyOf(outcome), value: JSON.stringify(outcome) }));
      await producer.send({ topic: `${topicPrefix}${TOPIC}`, acks: -1, messages });
    },
    close: () => producer.disconnect(),
  };
}
