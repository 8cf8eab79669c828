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
});
