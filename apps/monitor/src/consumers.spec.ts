import { TOPICS } from '@plumbline/contracts';
import type { IngestSummary, PgIngestion } from '@plumbline/monitoring-adapters';
import { createLogger, createMetrics } from '@plumbline/platform';
import { InMemoryEventBus } from '@plumbline/testing';
import { Consumers, GROUP_OF_TOPIC } from './consumers';
import { MonitorMetrics, registerLag } from './monitor-metrics';

const SUMMARY: IngestSummary = { predictions: 2, labelled: 0, revised: 0, orphans: 0, ignored: 0, deadLetters: 0 };

function consumersOver(ingest: () => Promise<IngestSummary>) {
  const bus = new InMemoryEventBus();
  const metrics = createMetrics({ service: 'monitor', processMetrics: false });
  const logger = createLogger({ service: 'monitor', level: 'silent' });
  const ingestion = { predictions: ingest, outcomes: ingest } as unknown as PgIngestion;
  registerLag(metrics, bus, GROUP_OF_TOPIC);
  return { bus, metrics, consumers: new Consumers(bus, ingestion, new MonitorMetrics(metrics), logger) };
}

const record = { key: 'k', value: '{}' };

describe('the consumers of the monitor', () => {
  it('are not ready before they run, nor after they are closed', async () => {
    const { consumers } = consumersOver(async () => SUMMARY);
    await expect(consumers.check()).rejects.toMatchObject({ code: 'consumers_not_running' });
    await consumers.start();
    await expect(consumers.check()).resolves.toBeUndefined();
    await consumers.close();
    await expect(consumers.check()).rejects.toMatchObject({ code: 'consumers_not_running' });
  });

  it('are not ready while a batch fails, and ready again once it is stored', async () => {
    let broken = true;
    let attempts = 0;
    const { bus, consumers } = consumersOver(async () => {
      attempts += 1;
      if (broken) throw new TypeError('database is away');
      return SUMMARY;
    });
    await consumers.start();
    await bus.publish(TOPICS.outcomes, [record]);
    while (attempts < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    await expect(consumers.check()).rejects.toMatchObject({ code: 'consumers_not_running' });
    broken = false;
    await bus.settled();
    await expect(consumers.check()).resolves.toBeUndefined();
    await consumers.close();
  });

  it('count what became of the records, and how many still wait', async () => {
    const { bus, metrics, consumers } = consumersOver(async () => SUMMARY);
    await bus.publish(TOPICS.predictions, [record]);
    expect(await metrics.text()).toMatch(/event_bus_lag\{.*topic="plumbline.predictions".*\} 1/);
    await consumers.start();
    await bus.settled();
    const text = await metrics.text();
    expect(text).toMatch(/monitor_records_total\{.*result="predictions".*\} 2/);
    expect(text).toMatch(/event_bus_lag\{.*topic="plumbline.predictions".*\} 0/);
    await consumers.close();
  });
});
