import { WakeSignal } from './wake-signal';

describe('WakeSignal', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const waiting = (signal: WakeSignal) => {
    const state = { over: false };
    void signal.wait(1_000).then(() => (state.over = true));
    return state;
  };

  it('waits as long as asked when nobody wakes it', async () => {
    const state = waiting(new WakeSignal());
    await jest.advanceTimersByTimeAsync(999);
    expect(state.over).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(state.over).toBe(true);
  });

  it('ends early when woken, also when the wake came first, but only once', async () => {
    const signal = new WakeSignal();
    const first = waiting(signal);
    signal.wake();
    await jest.advanceTimersByTimeAsync(0);
    expect(first.over).toBe(true);
    signal.wake();
    const second = waiting(signal);
    await jest.advanceTimersByTimeAsync(0);
    expect(second.over).toBe(true);
    const third = waiting(signal);
    await jest.advanceTimersByTimeAsync(0);
    expect(third.over).toBe(false);
  });
});
