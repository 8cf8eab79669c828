import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpoolRecord } from '@plumbline/serving-core';
import { waitUntil } from '@plumbline/testing';
import { FileSpool } from './file-spool';
import { SpoolPublisher } from './spool-publisher';

const record = (n: number): SpoolRecord => ({ key: `k${n}`, value: `{"n":${n}}` });

class FlakyBus {
  readonly keys: string[] = [];
  isDown = false;
  attempts = 0;

  readonly publish = async (records: readonly SpoolRecord[]): Promise<void> => {
    this.attempts++;
    if (this.isDown) throw new RangeError('bus is down');
    this.keys.push(...records.map(({ key }) => key));
  };
}

describe('SpoolPublisher', () => {
  let base: string;
  let spool: FileSpool;
  let bus: FlakyBus;
  const states: number[] = [];
  let publisher: SpoolPublisher;

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'plumbline-spool-'));
    spool = FileSpool.open({ root: join(base, 'spool'), instance: 'one', segmentBytes: 200 });
    bus = new FlakyBus();
    states.length = 0;
    const { publish } = bus;
    const onBusState = (failures: number) => states.push(failures);
    publisher = new SpoolPublisher({
      spool,
      publish,
      onBusState,
      maxRecords: 10,
      lingerMs: 1,
      firstBackoffMs: 5,
      maxBackoffMs: 20,
    });
    publisher.start();
  });
  afterEach(async () => {
    await publisher.stop(0);
    spool.close();
    rmSync(base, { recursive: true, force: true });
  });

  const allPublished = () => waitUntil('everything is published', () => spool.unpublishedBytes === 0, 5_000);
  const keys = (count: number) => Array.from({ length: count }, (_, i) => `k${i}`);

  it('publishes what was appended, in order, once', async () => {
    for (let i = 0; i < 57; i++) spool.append([record(i)]);
    await allPublished();
    expect(bus.keys).toEqual(keys(57));
    spool.append([record(57)]);
    await allPublished();
    expect(bus.keys).toEqual(keys(58));
  });

  it('keeps everything while the bus is down, tells once, and drains in order when it is back', async () => {
    bus.isDown = true;
    for (let i = 0; i < 100; i++) spool.append([record(i)]);
    await waitUntil('it has tried several times', () => bus.attempts > 4);
    expect(bus.keys).toEqual([]);
    expect(spool.unpublishedBytes).toBeGreaterThan(1_000);
    expect(states).toEqual([1]);
    bus.isDown = false;
    await allPublished();
    expect(bus.keys).toEqual(keys(100));
    expect(states).toEqual([1, 0]);
  });

  it('publishes what is there before it stops', async () => {
    for (let i = 0; i < 30; i++) spool.append([record(i)]);
    await publisher.stop(5_000);
    expect(bus.keys).toEqual(keys(30));
  });

  it('stops in time although the bus is down, and leaves the records to the next start', async () => {
    bus.isDown = true;
    spool.append([record(0)]);
    const startedAt = Date.now();
    await publisher.stop(50);
    expect(Date.now() - startedAt).toBeLessThan(1_000);
    expect(spool.unpublishedBytes).toBeGreaterThan(0);
  });
});
