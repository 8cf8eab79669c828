import { ClosedWindows } from './closed-windows';

const window = (endsAtMs: number, predictions = 10) => ({ endsAtMs, predictions });

describe('closed windows', () => {
  it('are all that passed the watermark when nothing waits on the bus', () => {
    expect(new ClosedWindows(1_000).take([window(1), window(2)], true, 0)).toHaveLength(2);
  });

  it('must stand still for the settling time while records wait', () => {
    const closed = new ClosedWindows(1_000);
    expect(closed.take([window(1, 5)], false, 0)).toEqual([]);
    expect(closed.take([window(1, 6)], false, 900)).toEqual([]);
    expect(closed.take([window(1, 6)], false, 1_800)).toEqual([]);
    expect(closed.take([window(1, 6)], false, 1_900)).toEqual([window(1, 6)]);
  });

  it('never overtake an older window that still moves', () => {
    const closed = new ClosedWindows(1_000);
    closed.take([window(1, 5), window(2, 5)], false, 0);
    expect(closed.take([window(1, 6), window(2, 5)], false, 2_000)).toEqual([]);
    expect(closed.take([window(1, 6), window(2, 5)], false, 3_000)).toHaveLength(2);
  });
});
