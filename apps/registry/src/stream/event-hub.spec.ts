import { TOPICS, type DomainEvent } from '@plumbline/contracts';
import type { RecordBatch, SubscribeOptions } from '@plumbline/platform';
import { EventHub } from './event-hub';

const START = Date.UTC(2026, 0, 1);
const event = (summary: string): DomainEvent => ({
  ...{ kind: 'alias.changed', model: 'churn', at: '2026-01-01T00:00:00Z', summary, detail: {} },
});

async function world() {
  let options: SubscribeOptions | undefined;
  const bus = { subscribe: async (given: SubscribeOptions) => ((options = given), { close: async () => undefined }) };
  const hub = new EventHub(bus, 'stream-here', () => undefined, START);
  await hub.open();
  let offset = 0n;
  const deliver = async (values: string[], timestampMs = START + 1) => {
    const records = values.map((value) => ({ key: 'churn', value, headers: {}, offset: offset++, timestampMs }));
    const batch: RecordBatch = {
      source: 's',
      topic: TOPICS.domainEvents,
      partition: 3,
      records,
      heartbeat: async () => undefined,
    };
    await options?.onBatch(batch);
  };
  const heard: string[] = [];
  const stop = hub.listen(({ id, event: { summary } }) => heard.push(`${id} ${summary}`));
  return { hub, deliver, heard, stop, group: () => options?.group };
}

describe('EventHub', () => {
  it('reads the whole topic by a group of its own and hands events to everybody who listens', async () => {
    const { deliver, heard, stop, group } = await world();
    await deliver([JSON.stringify(event('one'))]);
    stop();
    await deliver([JSON.stringify(event('two'))]);
    expect([group(), heard]).toEqual(['stream-here', ['3:0 one']]);
  });

  it('takes CloudEvents too and passes over what is no event', async () => {
    const { deliver, heard } = await world();
    const envelope = { specversion: '1.0', id: '1', source: 's', type: 't', data: event('wrapped') };
    await deliver(['nonsense', '{}', JSON.stringify(envelope)]);
    expect(heard).toEqual(['3:2 wrapped']);
  });

  it('keeps old news for those that reconnect and does not tell it anew', async () => {
    const { deliver, heard, hub } = await world();
    await deliver(
      ['old', 'older'].map((summary) => JSON.stringify(event(summary))),
      START - 1,
    );
    await deliver([JSON.stringify(event('new'))]);
    expect(heard).toEqual(['3:2 new']);
    expect(hub.since('3:0')?.map(({ id }) => id)).toEqual(['3:1', '3:2']);
  });

  it('says that it can not bridge the gap to an event that is not kept', async () => {
    const { deliver, hub } = await world();
    await deliver(Array.from({ length: 2_001 }, (_, i) => JSON.stringify(event(String(i)))));
    expect([hub.since('3:0'), hub.since('3:1')?.length, hub.since('9:9')]).toEqual([null, 1_999, null]);
  });
});
