import { oneSidedHalfWidth, twoSidedHalfWidth } from './confidence-sequence';

describe('asymptotic confidence sequence', () => {
  it.each([
    [100, 6.69],
    [1_000, 3.36],
    [5_000, 3.04],
    [20_000, 3.13],
  ])('14: at %i observations the two-sided half-width is %f standard errors', (n, expected) => {
    expect(twoSidedHalfWidth(n)).toBeCloseTo(expected, 2);
  });

  it.each([
    [100, 6.61],
    [1_000, 3.15],
    [5_000, 2.78],
    [20_000, 2.87],
    [100_000, 3.09],
  ])('at %i observations the one-sided half-width is %f standard errors', (n, expected) => {
    expect(oneSidedHalfWidth(n)).toBeCloseTo(expected, 2);
  });

  it('refuses no observations and an alpha outside its domain', () => {
    expect(() => twoSidedHalfWidth(0)).toThrow('observations > 0');
    expect(() => oneSidedHalfWidth(100, { alpha: 0.5 })).toThrow('small alpha');
  });
});
