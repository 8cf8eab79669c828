import oracle from '../fixtures/distributions.json';
import { betaCdf, betaQuantile } from './beta';
import { chiSquareCdf, chiSquareQuantile, chiSquareSurvival } from './chi-square';
import { kolmogorovSurvival } from './kolmogorov';
import { logFactorial, logGamma } from './log-gamma';
import { normalCdf, normalQuantile, normalSurvival } from './normal';

const functions: Record<string, (...args: number[]) => number> = {
  betaCdf: (x = 0, a = 0, b = 0) => betaCdf(x, a, b),
  betaQuantile: (p = 0, a = 0, b = 0) => betaQuantile(p, a, b),
  chiSquareCdf: (x = 0, df = 0) => chiSquareCdf(x, df),
  chiSquareQuantile: (p = 0, df = 0) => chiSquareQuantile(p, df),
  chiSquareSurvival: (x = 0, df = 0) => chiSquareSurvival(x, df),
  kolmogorovSurvival: (x = 0) => kolmogorovSurvival(x),
  logGamma: (x = 0) => logGamma(x),
  normalCdf: (z = 0) => normalCdf(z),
  normalQuantile: (p = 0) => normalQuantile(p),
  normalSurvival: (z = 0) => normalSurvival(z),
};

describe('distribution functions', () => {
  it.each(Object.keys(functions))('%s agrees with SciPy to a relative 1e-10, tails included', (name) => {
    const rows = oracle.values.filter((row) => row.name === name);
    expect(rows.length).toBeGreaterThan(0);
    for (const { arguments: args, value } of rows) {
      const error = Math.abs((functions[name] as (...a: number[]) => number)(...args) - value);
      expect({ args, close: error <= (value === 0 ? 1e-14 : 1e-10 * Math.abs(value)) }).toEqual({ args, close: true });
    }
  });

  it('takes ln n! from the table and from Stirling alike', () => {
    expect(logFactorial(5)).toBeCloseTo(Math.log(120), 12);
    expect(logFactorial(1_024)).toBeCloseTo(logFactorial(1_023) + Math.log(1_024), 8);
    expect(logFactorial(5_000)).toBeCloseTo(logGamma(5_001), 7);
  });

  it('gives NaN outside its domain, not a number', () => {
    expect(betaCdf(0.5, -1, 2)).toBeNaN();
    expect(normalQuantile(1.2)).toBeNaN();
    expect(logGamma(0)).toBeNaN();
  });
});
