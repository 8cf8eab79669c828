import { metricScale } from './metric-scale';

describe('scale of a metric', () => {
  it('does not leave 0 to 1 for shares, where nothing can be', () => {
    expect(metricScale([0.001, 0.02])).toMatchObject({ min: 0 });
    expect(metricScale([0.97, 0.999])).toMatchObject({ max: 1 });
  });

  it('has air on both sides of other values', () => {
    const { min, max } = metricScale([2, 4]);
    expect(min).toBeLessThan(2);
    expect(max).toBeGreaterThan(4);
  });

  it('has a width for one value, and for none', () => {
    for (const values of [[0.5], [0], [1], [], [null]]) {
      const { min, max } = metricScale(values);
      expect(max).toBeGreaterThan(min);
    }
  });
});
