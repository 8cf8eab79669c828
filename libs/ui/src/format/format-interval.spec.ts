import { differenceText, estimateText } from './format-interval';

describe('an interval in words', () => {
  it('gives estimate, bounds and n', () => {
    expect(differenceText({ estimate: -0.0038, low: -0.041, high: 0.0334, n: 812 })).toBe(
      '−0.004 [−0.041, +0.033], n 812',
    );
    expect(estimateText({ estimate: 0.745, low: 0.71, high: 0.78, n: 4_112 })).toBe('0.745 [0.710, 0.780]');
  });

  it('still tells n when nothing is estimated, and invents no bounds', () => {
    expect(differenceText({ estimate: null, low: null, high: null, n: 3 })).toBe('not known, n 3');
    expect(estimateText({ estimate: 0.5, low: null, high: null, n: 1 })).toBe('0.500');
  });
});
