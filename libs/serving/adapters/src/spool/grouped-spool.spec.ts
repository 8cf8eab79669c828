import type { SpoolRecord } from '@plumbline/serving-core';
import { GroupedSpool } from './grouped-spool';

const record = (n: number): SpoolRecord => ({ key: `k${n}`, value: '{}' });

/** Takes at most `room` records in all. */
class SmallDisk {
  readonly writes: string[][] = [];
  constructor(private room = Infinity) {}

  append(records: readonly SpoolRecord[]): void {
    if (records.length > this.room) throw new RangeError('full');
    this.room -= records.length;
    this.writes.push(records.map(({ key }) => key));
  }
}

describe('GroupedSpool', () => {
  it('writes what arrived in one turn of the event loop once, in order, and the next turn again', async () => {
    const disk = new SmallDisk();
    const spool = new GroupedSpool(disk);
    await Promise.all([spool.append([record(1)]), spool.append([record(2), record(3)])]);
    await spool.append([record(4)]);
    expect(disk.writes).toEqual([['k1', 'k2', 'k3'], ['k4']]);
  });

  it('resolves nothing before the write', async () => {
    const disk = new SmallDisk();
    let write: () => void = () => undefined;
    const spool = new GroupedSpool(disk, (run) => (write = run));
    const answered = jest.fn();
    const kept = spool.append([record(1)]).then(answered);
    await Promise.resolve();
    expect([answered.mock.calls.length, disk.writes.length]).toEqual([0, 0]);
    write();
    await kept;
    expect(disk.writes).toEqual([['k1']]);
  });

  it('refuses of a group that does not fit only the requests that do not fit alone', async () => {
    const disk = new SmallDisk(3);
    const spool = new GroupedSpool(disk);
    const results = await Promise.allSettled([
      spool.append([record(1), record(2)]),
      spool.append([record(3), record(4)]),
      spool.append([record(5)]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(disk.writes).toEqual([['k1', 'k2'], ['k5']]);
  });
});
