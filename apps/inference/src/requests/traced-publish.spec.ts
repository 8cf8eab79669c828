import { createLogger, NO_TRACING, tracingOfSettings, type OutgoingRecord } from '@plumbline/platform';
import { InMemoryEventBus } from '@plumbline/testing';
import { tracedPublish } from './traced-publish';

const CALLER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const traced = { key: 'a', value: `{"specversion":"1.0","traceparent":"${CALLER}","id":"a"}` };
const others = { key: 'b', value: '{"specversion":"1.0","id":"b"}' };
/** Nobody listens there: what is recorded is lost, which is of no consequence. */
const tracing = tracingOfSettings(
  'spec',
  { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_TRACES_SAMPLER_ARG: 0 },
  createLogger({ service: 'spec', level: 'silent' }),
);
afterAll(() => tracing.close());

async function published(kind: 'kafka' | 'embedded', by = tracing): Promise<readonly OutgoingRecord[]> {
  let seen: readonly OutgoingRecord[] = [];
  const publish = (_topic: string, records: readonly OutgoingRecord[]) => Promise.resolve(void (seen = records));
  await tracedPublish(Object.assign(new InMemoryEventBus(), { kind, publish }), by)([traced, others]);
  return seen;
}

describe('events of recorded predictions', () => {
  it('carry their trace in a header of Kafka, and others carry none', async () => {
    expect(await published('kafka')).toEqual([{ ...traced, headers: { traceparent: CALLER } }, others]);
  });

  it('go as they are onto the embedded bus, and where nothing is recorded', async () => {
    expect(await published('embedded')).toEqual([traced, others]);
    expect(await published('kafka', NO_TRACING)).toEqual([traced, others]);
  });
});
