import { EventEmitter } from 'node:events';
import { createMetrics, METRICS, type Metrics } from '@plumbline/platform';
import type { PrimaryMessage, WorkerMessage } from './process-messages';
import { MetricCollector, sharedMetrics, type MetricSource } from './shared-metrics';

/** Two workers and a primary, joined by channels that copy what passes, as process borders do. */
function world() {
  const sources: MetricSource[] = [];
  const collector = new MetricCollector(() => sources);
  const worker = (id: number, counted: number): Metrics => {
    const own = createMetrics({ service: 'inference', processMetrics: false });
    own.counter(METRICS.predictionsTotal).labels({ model: 'm', version: 1 }).inc(counted);
    own.gauge(METRICS.rolloutWeight).labels({ model: 'm', version: 1 }).set(90);
    const channel = new EventEmitter() as EventEmitter & { send(message: WorkerMessage): void };
    const source: MetricSource = {
      id,
      send: (message: PrimaryMessage) => setImmediate(() => channel.emit('message', structuredClone(message))),
    };
    channel.send = (message) => setImmediate(() => collector.receive(source, structuredClone(message)));
    sources.push(source);
    return sharedMetrics(own, channel);
  };
  return { worker, sources };
}

describe('metrics of several processes', () => {
  it('tell of all, whichever is asked: counters add up, a share stays what it is', async () => {
    const { worker } = world();
    const [first, second] = [worker(1, 3), worker(2, 4)];
    for (const text of await Promise.all([first.text(), second.text()])) {
      expect(text).toContain('predictions_total{model="m",version="1",service="inference"} 7');
      expect(text).toContain('rollout_weight{model="m",version="1",service="inference"} 90');
    }
  });

  it('leave out a process that does not answer', async () => {
    const { worker, sources } = world();
    const first = worker(1, 3);
    sources.push({ id: 9, send: () => undefined });
    expect(await first.text()).toContain('predictions_total{model="m",version="1",service="inference"} 3');
  }, 10_000);
});
