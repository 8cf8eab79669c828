import { formatBytes, formatDecimal, formatPercent, formatPValue, formatShare, formatSigned } from './format-number';

describe('numbers on the screen', () => {
  it('shows a dash where a number is not known, never a zero', () => {
    expect([formatDecimal(null), formatShare(undefined), formatPValue(null), formatSigned(Number.NaN)]).toEqual([
      '–',
      '–',
      '–',
      '–',
    ]);
  });

  it('gives a difference its sign, with a real minus', () => {
    expect([formatSigned(0.0312), formatSigned(-0.0312), formatSigned(0)]).toEqual(['+0.031', '−0.031', '0.000']);
  });

  it('bounds a tiny p-value instead of rounding it to zero', () => {
    expect([formatPValue(0.00004), formatPValue(0.04)]).toEqual(['< 0.001', '0.040']);
  });

  it('writes shares and percents with their unit', () => {
    expect([formatShare(0.6234), formatPercent(25), formatPercent(24.83)]).toEqual([
      '62.3\u202f%',
      '25\u202f%',
      '24.8\u202f%',
    ]);
  });

  it('writes sizes in decimal units', () => {
    expect([formatBytes(999), formatBytes(48_210), formatBytes(3_100_000)]).toEqual([
      '999\u202fB',
      '48.2\u202fkB',
      '3.1\u202fMB',
    ]);
  });
});
