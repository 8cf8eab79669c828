import { Coalescer } from './coalesce';

describe('coalesced refreshing', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('hands over each key once per interval, however often it was added', () => {
    const flushed: string[][][] = [];
    const coalescer = new Coalescer<string[]>((keys) => flushed.push(keys), 1_000);
    for (let i = 0; i < 50; i++) coalescer.add([['models'], ['drift', 'churn']]);
    expect(flushed).toEqual([]);
    jest.advanceTimersByTime(1_000);
    expect(flushed).toEqual([[['models'], ['drift', 'churn']]]);
  });

  it('begins a new interval after handing over', () => {
    const flushed: string[][] = [];
    const coalescer = new Coalescer<string>((keys) => flushed.push(keys), 1_000);
    coalescer.add(['a']);
    jest.advanceTimersByTime(1_000);
    coalescer.add(['b']);
    jest.advanceTimersByTime(999);
    expect(flushed).toEqual([['a']]);
    jest.advanceTimersByTime(1);
    expect(flushed).toEqual([['a'], ['b']]);
  });

  it('forgets what waits when stopped', () => {
    const flushed: string[][] = [];
    const coalescer = new Coalescer<string>((keys) => flushed.push(keys), 1_000);
    coalescer.add(['a']);
    coalescer.stop();
    jest.advanceTimersByTime(5_000);
    expect(flushed).toEqual([]);
  });
});
