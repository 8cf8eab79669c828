import { intervalScale, placeOn } from './interval-scale';

describe('scale of an interval bar', () => {
  it('holds every known value inside and leaves out the unknown ones', () => {
    const scale = intervalScale([-0.02, 0.05, 0, null, undefined, Number.NaN]);
    expect(scale.min).toBeLessThan(-0.02);
    expect(scale.max).toBeGreaterThan(0.05);
  });

  it('has a width even when all values are equal or none is known', () => {
    for (const { min, max } of [intervalScale([0.8, 0.8]), intervalScale([0]), intervalScale([])])
      expect(max).toBeGreaterThan(min);
  });

  it('places the ends at 0 and 100 and keeps what lies outside at the ends', () => {
    const scale = { min: 0, max: 2 };
    expect([0, 1, 2, 9, -9].map((value) => placeOn(scale, value))).toEqual([0, 50, 100, 100, 0]);
  });
});
