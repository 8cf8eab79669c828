import { RunQueue } from './run-queue';

const gate = () => {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string) => (): Promise<string> => {
    started.push(name);
    return new Promise((resolve) => ends.set(name, () => resolve(name)));
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise(setImmediate);
  };
  return { started, run, end };
};

describe('RunQueue', () => {
  it('begins the first at once and each next one when the one before has ended', async () => {
    const { started, run, end } = gate();
    const queue = new RunQueue();
    const answers = [queue.submit(1, run('a')), queue.submit(1, run('b')), queue.submit(1, run('c'))];
    expect(started).toEqual(['a']);
    await end('a');
    expect(started).toEqual(['a', 'b']);
    await end('b');
    await end('c');
    expect(await Promise.all(answers)).toEqual(['a', 'b', 'c']);
    expect(queue.isIdle).toBe(true);
  });

  it('goes on after a run that failed', async () => {
    const { run, end } = gate();
    const queue = new RunQueue();
    const broken = queue.submit(1, () => Promise.reject(new RangeError('broken')));
    const next = queue.submit(1, run('b'));
    await expect(broken).rejects.toThrow('broken');
    await end('b');
    expect(await next).toBe('b');
  });

  it('never begins what waited longer than its deadline, and says so meanwhile', async () => {
    const { started, run, end } = gate();
    const queue = new RunQueue();
    const first = queue.submit(1, run('a'));
    const late = queue.submit(1, run('late'), performance.now() + 20);
    await expect(late).rejects.toMatchObject({ code: 'overloaded', details: { reason: 'deadline' } });
    expect(started).toEqual(['a']);
    await end('a');
    expect(await first).toBe('a');
    expect([started, queue.isIdle]).toEqual([['a'], true]);
  });

  it('refuses what would make more rows wait than may', async () => {
    const { run, end } = gate();
    const queue = new RunQueue({ maxQueuedRows: 10 });
    const all = ['a', 'b'].map((name) => queue.submit(8, run(name)));
    await expect(queue.submit(3, run('c'))).rejects.toMatchObject({ details: { reason: 'queue_full' } });
    await end('a');
    await end('b');
    expect(await Promise.all(all)).toEqual(['a', 'b']);
  });
});
