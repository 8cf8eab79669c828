import { MicroBatcher } from './micro-batcher';

const doubling = (batches: number[][]) => async (rows: readonly number[]) => {
  batches.push([...rows]);
  if (rows.includes(13)) throw new RangeError('unlucky');
  return rows.map((row) => row * 2);
};

describe('MicroBatcher', () => {
  it('runs what arrived in one turn together and gives each request its own answers', async () => {
    const batches: number[][] = [];
    const batcher = new MicroBatcher(doubling(batches));
    const answers = await Promise.all([batcher.submit([1]), batcher.submit([2, 3]), batcher.submit([4])]);
    expect(answers).toEqual([[2], [4, 6], [8]]);
    expect(batches).toEqual([[1, 2, 3, 4]]);
  });

  it('never runs more rows than the limit, and splits a long request over batches', async () => {
    const batches: number[][] = [];
    const batcher = new MicroBatcher(doubling(batches), { maxRows: 3 });
    const answers = await Promise.all([batcher.submit([1, 2]), batcher.submit([3, 4, 5, 6, 7]), batcher.submit([8])]);
    expect(answers).toEqual([[2, 4], [6, 8, 10, 12, 14], [16]]);
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8],
    ]);
  });

  it('lets the event loop turn between two batches', async () => {
    const deferred: (() => void)[] = [];
    const batches: number[][] = [];
    const batcher = new MicroBatcher(doubling(batches), { maxRows: 1, defer: (run) => deferred.push(run) });
    const answer = batcher.submit([1, 2]);
    expect(deferred).toHaveLength(1);
    deferred.shift()?.();
    expect([batches.length, deferred.length]).toEqual([1, 1]);
    deferred.shift()?.();
    expect(await answer).toEqual([2, 4]);
  });

  it('rejects only the requests of the batch that failed, and runs on', async () => {
    const batches: number[][] = [];
    const batcher = new MicroBatcher(doubling(batches), { maxRows: 2 });
    const results = await Promise.allSettled([
      batcher.submit([1, 2]),
      batcher.submit([3]),
      batcher.submit([13, 14, 15, 16]),
      batcher.submit([5]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(batcher.isIdle).toBe(true);
    expect(await batcher.submit([6])).toEqual([12]);
  });

  it('is idle exactly when nothing is waiting for an answer', async () => {
    const batcher = new MicroBatcher(doubling([]));
    expect(batcher.isIdle).toBe(true);
    const answer = batcher.submit([1]);
    expect(batcher.isIdle).toBe(false);
    await answer;
    expect(batcher.isIdle).toBe(true);
  });

  describe('under pressure', () => {
    let nowMs: number;
    let turns: (() => void)[];
    let batches: number[][];
    let batcher: MicroBatcher<number, number>;
    const turn = async () => {
      turns.shift()?.();
      await new Promise(setImmediate);
    };
    const refused = (reason: string) => expect.objectContaining({ code: 'overloaded', details: details(reason) });
    const details = (reason: string) => expect.objectContaining({ reason });

    beforeEach(() => {
      nowMs = 0;
      turns = [];
      batches = [];
      const options = { maxRows: 2, maxQueuedRows: 4, defer: (run: () => void) => void turns.push(run) };
      batcher = new MicroBatcher(doubling(batches), { ...options, nowMs: () => nowMs });
    });

    it('never runs a request whose deadline passed before its turn, and runs those behind it', async () => {
      const late = batcher.submit([1], 50);
      const patient = batcher.submit([2], 51);
      const settled = Promise.allSettled([late, patient]);
      nowMs = 50;
      await turn();
      const [first, second] = await settled;
      expect(first).toMatchObject({ status: 'rejected', reason: refused('deadline') });
      expect(second).toEqual({ status: 'fulfilled', value: [4] });
      expect(batches).toEqual([[2]]);
      expect(batcher.isIdle).toBe(true);
    });

    it('finishes what it has begun, whatever the clock says then', async () => {
      const answer = batcher.submit([1, 2, 3], 50);
      await turn();
      nowMs = 1_000;
      await turn();
      expect(await answer).toEqual([2, 4, 6]);
    });

    it('refuses at once what would make more rows wait than may, but never a request alone', async () => {
      const alone = batcher.submit([1, 2, 3, 4, 5, 6]);
      await expect(batcher.submit([7])).rejects.toEqual(refused('queue_full'));
      await turn();
      await expect(batcher.submit([7])).rejects.toEqual(refused('queue_full'));
      await turn();
      const fits = batcher.submit([7, 8]);
      for (let i = 0; i < 3; i++) await turn();
      expect([(await alone).length, await fits]).toEqual([6, [14, 16]]);
      expect([batcher.queuedRows, batcher.isIdle]).toEqual([0, true]);
    });

    it('tells those who wait for a busy model in time, without its turn coming', async () => {
      nowMs = performance.now();
      const real = new MicroBatcher(doubling(batches), { defer: () => undefined });
      await expect(real.submit([1], nowMs + 30)).rejects.toEqual(refused('deadline'));
      expect(performance.now() - nowMs).toBeLessThan(500);
      expect([batches, real.isIdle, real.queuedRows]).toEqual([[], true, 0]);
    });

    it('says to come back when what waits will be done at the present rate', async () => {
      const slow = new MicroBatcher<number, number>(
        async (rows) => {
          nowMs += rows.length * 1_500;
          return rows;
        },
        { maxRows: 2, maxQueuedRows: 4, defer: (run) => void turns.push(run), nowMs: () => nowMs },
      );
      const first = slow.submit([1, 2]);
      await turn();
      await first;
      const waiting = slow.submit([3, 4, 5, 6]);
      await expect(slow.submit([7])).rejects.toMatchObject({ details: { retryAfterSeconds: 6 } });
      await turn();
      await turn();
      await waiting;
    });
  });
});
