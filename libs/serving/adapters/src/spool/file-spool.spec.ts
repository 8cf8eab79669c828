import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSpool, type FileSpoolOptions } from './file-spool';

const record = (n: number) => ({ key: `k${n}`, value: `{"n":${n}}` });
const records = (from: number, count: number) => Array.from({ length: count }, (_, i) => record(from + i));
/** No process has this id: Linux gives at most 4194304. */
const DEAD_PID = 99_999_999;

describe('FileSpool', () => {
  let base: string;
  let root: string;
  let instances: number;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'plumbline-spool-'));
    root = join(base, 'spool');
    instances = 0;
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  const open = (options: Partial<FileSpoolOptions> = {}) =>
    FileSpool.open({ root, instance: `i${++instances}`, ...options });
  const ownFolder = () => join(root, `i${instances}`);
  const dieWith = (pid: number, host = hostname()) =>
    writeFileSync(join(ownFolder(), 'owner.json'), JSON.stringify({ host, pid, startTicks: '1' }));

  const drain = (spool: FileSpool): string[] => {
    const keys: string[] = [];
    for (let batch = spool.read(7); batch; batch = spool.read(7)) {
      keys.push(...batch.records.map(({ key }) => key));
      spool.commit(batch);
    }
    return keys;
  };
  const keysFrom = (from: number, count: number) => records(from, count).map(({ key }) => key);

  it('is on disk when append returns, and gives records back in order', () => {
    const spool = open();
    spool.append(records(0, 3));
    expect(readFileSync(join(ownFolder(), '00000001.log'), 'utf8')).toBe('k0 {"n":0}\nk1 {"n":1}\nk2 {"n":2}\n');
    spool.append(records(3, 20));
    expect(drain(spool)).toEqual(keysFrom(0, 23));
    expect(spool.unpublishedBytes).toBe(0);
  });

  it('gives the same batch again until it is committed', () => {
    const spool = open();
    spool.append(records(0, 10));
    expect(spool.read(4)?.records).toEqual(spool.read(4)?.records);
    expect(drain(spool)).toEqual(keysFrom(0, 10));
  });

  it('writes segments of bounded size and deletes those that are published', () => {
    const spool = open({ segmentBytes: 100 });
    for (let i = 0; i < 100; i++) spool.append([record(i)]);
    expect(readdirSync(ownFolder()).filter((name) => name.endsWith('.log')).length).toBeGreaterThan(5);
    expect(drain(spool)).toEqual(keysFrom(0, 100));
    expect(readdirSync(ownFolder()).filter((name) => name.endsWith('.log'))).toHaveLength(1);
  });

  it('refuses, with the time to wait, what does not fit, and takes it after a publication', () => {
    const spool = open({ maxBytes: 50, segmentBytes: 20 });
    spool.append(records(0, 4));
    const refused = expect.objectContaining({
      code: 'spool_full',
      kind: 'unavailable',
      details: { retryAfterSeconds: 5 },
    });
    expect(() => spool.append(records(4, 2))).toThrow(refused);
    expect(spool.isWritable()).toBe(true);
    drain(spool);
    spool.append(records(4, 2));
    expect(drain(spool)).toEqual(keysFrom(4, 2));
  });

  it('adopts what a dead process left, from where it had published, before its own records', () => {
    const dead = open({ segmentBytes: 60 });
    for (let i = 0; i < 20; i++) dead.append([record(i)]);
    const batch = dead.read(3);
    if (batch) dead.commit(batch);
    dieWith(DEAD_PID);
    const heir = open();
    heir.append([record(20)]);
    expect(drain(heir)).toEqual(keysFrom(3, 18));
    expect(readdirSync(root)).toEqual(['i2']);
  });

  it('adopts from a process whose id another process has now', () => {
    open().append(records(0, 2));
    dieWith(process.pid);
    expect(drain(open())).toEqual(keysFrom(0, 2));
  });

  it('leaves the records of a living process alone', () => {
    const living = open();
    living.append(records(0, 2));
    expect(drain(open())).toEqual([]);
    expect(drain(living)).toEqual(keysFrom(0, 2));
  });

  it('leaves alone what another machine has touched a moment ago', () => {
    open().append(records(0, 2));
    dieWith(DEAD_PID, 'another-machine');
    expect(drain(open())).toEqual([]);
  });

  it('adopts the inheritance of an heir that died too', () => {
    open().append(records(0, 2));
    dieWith(DEAD_PID);
    open().append(records(2, 2));
    dieWith(DEAD_PID);
    mkdirSync(join(ownFolder(), 'claimed-i0'));
    writeFileSync(join(ownFolder(), 'claimed-i0', '00000001.log'), 'k9 {"n":9}\n');
    expect(drain(open())).toEqual(['k9', ...keysFrom(0, 4)]);
  });

  it('leaves out only the line that the death of its writer cut off', () => {
    open().append(records(0, 2));
    appendFileSync(join(ownFolder(), '00000001.log'), 'k2 {"n":2');
    dieWith(DEAD_PID);
    const heir = open();
    heir.append([record(3)]);
    expect(drain(heir)).toEqual(['k0', 'k1', 'k3']);
    expect(heir.unpublishedBytes).toBe(0);
  });

  it('publishes again, rather than leaving out, when the position is lost', () => {
    const dead = open();
    dead.append(records(0, 4));
    const batch = dead.read(2);
    if (batch) dead.commit(batch);
    writeFileSync(join(ownFolder(), '00000001.pos'), 'rubbish');
    dieWith(DEAD_PID);
    expect(drain(open())).toEqual(keysFrom(0, 4));
  });

  it('keeps a damaged line aside and tells', () => {
    open().append(records(0, 1));
    appendFileSync(join(ownFolder(), '00000001.log'), '\u0000\u0001garbage\nk1 {"n":1}\n');
    dieWith(DEAD_PID);
    const damaged: [string, number][] = [];
    const heir = open({ onDamaged: (path, count) => damaged.push([path, count]) });
    expect(drain(heir)).toEqual(['k0', 'k1']);
    expect(damaged).toEqual([[expect.stringContaining('spool-damaged'), 1]]);
    expect(readFileSync(damaged[0]?.[0] ?? '', 'utf8')).toContain('garbage');
  });

  it('reads a record longer than its read buffer', () => {
    const spool = open();
    const long = { key: 'long', value: `{"text":"${'x'.repeat(3_000_000)}"}` };
    spool.append([record(0), long, record(1)]);
    expect(drain(spool)).toEqual(['k0', 'long', 'k1']);
  });

  it('is not writable, and takes nothing, when its folder is gone', () => {
    const spool = open();
    expect(spool.isWritable()).toBe(true);
    rmSync(ownFolder(), { recursive: true });
    expect(spool.isWritable()).toBe(false);
    expect(() => spool.append([record(0)])).toThrow(expect.objectContaining({ code: 'spool_not_writable' }));
  });

  it('leaves nothing behind when everything was published, and everything when not', () => {
    const [empty, full] = [open(), open()];
    empty.close();
    full.append([record(0)]);
    full.close();
    expect(existsSync(join(root, 'i1'))).toBe(false);
    expect(existsSync(join(root, 'i2', '00000001.log'))).toBe(true);
  });
});
