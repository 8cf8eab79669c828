import { createMetrics } from './create-metrics';
import { METRICS } from './metric-definitions';

const only = () => createMetrics({ service: 'spec', processMetrics: false });
const linesOf = async (metrics: ReturnType<typeof only>) =>
  (await metrics.text()).split('\n').filter((line) => line && !line.startsWith('#'));

describe('createMetrics', () => {
  it('counts by labels, in the text format of Prometheus', async () => {
    const metrics = only();
    const predictions = metrics.counter(METRICS.predictionsTotal);
    predictions.labels({ model: 'a', version: 1 }).inc();
    predictions.labels({ model: 'a', version: 1 }).inc(2);
    predictions.labels({ model: 'a "quoted"\n', version: 2 }).inc();
    const text = await metrics.text();
    expect(text).toContain('# TYPE predictions_total counter');
    expect(text).toContain('predictions_total{model="a",version="1",service="spec"} 3');
    expect(text).toContain('predictions_total{model="a \\"quoted\\"\\n",version="2",service="spec"} 1');
    expect(metrics.contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  it('puts an observation into every bucket whose bound it does not exceed', async () => {
    const metrics = only();
    const latency = metrics.histogram({ name: 'seconds', help: 'h', buckets: [0.1, 0.5, 1] });
    for (const value of [0.05, 0.1, 0.3, 1, 7]) latency.labels().observe(value);
    expect(await linesOf(metrics)).toEqual([
      'seconds_bucket{le="0.1",service="spec"} 2',
      'seconds_bucket{le="0.5",service="spec"} 3',
      'seconds_bucket{le="1",service="spec"} 4',
      'seconds_bucket{le="+Inf",service="spec"} 5',
      'seconds_sum{service="spec"} 8.45',
      'seconds_count{service="spec"} 5',
    ]);
  });

  it('shows a metric without labels from the start, and forgets what was removed', async () => {
    const metrics = only();
    metrics.gauge(METRICS.eventSpoolBytes);
    const weight = metrics.gauge(METRICS.rolloutWeight);
    weight.labels({ model: 'a', version: 1 }).set(90);
    weight.labels({ model: 'a', version: 2 }).set(10);
    weight.remove({ model: 'a', version: 1 });
    expect(await linesOf(metrics)).toEqual([
      'event_spool_bytes{service="spec"} 0',
      'rollout_weight{model="a",version="2",service="spec"} 10',
    ]);
    weight.reset();
    expect(await linesOf(metrics)).toHaveLength(1);
  });

  it('asks for values before a scrape, and a failing question does not spoil it', async () => {
    const metrics = only();
    const lag = metrics.gauge({ name: 'lag', help: 'h' });
    metrics.beforeScrape(() => Promise.reject(new TypeError('the bus is away')));
    metrics.beforeScrape(() => lag.labels().set(7));
    expect(await linesOf(metrics)).toEqual(['lag{service="spec"} 7']);
  });

  it('keeps the values of labels apart even when they hold separators', async () => {
    const metrics = only();
    const counter = metrics.counter({ name: 'c', help: 'h', labels: ['a', 'b'] });
    counter.labels({ a: 'x', b: 'y,z' }).inc();
    counter.labels({ a: 'x,y', b: 'z' }).inc();
    expect(await linesOf(metrics)).toHaveLength(2);
  });

  it('refuses a missing label and a name that is taken', () => {
    const metrics = only();
    const counter = metrics.counter(METRICS.predictionsTotal);
    expect(() => counter.labels({ model: 'a' } as { model: string; version: string })).toThrow(
      'needs the label version',
    );
    expect(() => metrics.counter(METRICS.predictionsTotal)).toThrow('already');
  });

  it('tells of the process itself', async () => {
    expect(await createMetrics({ service: 'spec' }).text()).toMatch(
      /process_resident_memory_bytes\{service="spec"\} \d+/,
    );
  });
});
