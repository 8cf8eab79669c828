import oracle from '../fixtures/distributions.json';
import { benjaminiHochberg } from '../multiple-testing/benjamini-hochberg';
import { contingencyChiSquare } from './contingency-chi-square';
import { kolmogorovSmirnov } from './kolmogorov-smirnov';
import { wassersteinDistance } from './wasserstein';

describe('measures against SciPy', () => {
  it.each(oracle.samples)('Kolmogorov-Smirnov and Wasserstein of two samples, p = $pValue', (sample) => {
    const result = kolmogorovSmirnov(sample.reference, sample.current);
    expect(result.statistic).toBeCloseTo(sample.ks, 12);
    expect(result.pValue).toBeCloseTo(sample.pValue, 9);
    expect(wassersteinDistance(sample.reference, sample.current)).toBeCloseTo(sample.wasserstein, 10);
  });

  it.each(oracle.tables)('contingency chi-square, p = $pValue', ({ reference, current, statistic, pValue }) => {
    const result = contingencyChiSquare(reference, current);
    expect(result.statistic).toBeCloseTo(statistic, 10);
    expect(result.pValue).toBeCloseTo(pValue, 12);
  });

  it('Benjamini-Hochberg adjusts as false_discovery_control does', () => {
    const { pValues, adjusted } = oracle.benjaminiHochberg;
    expect(benjaminiHochberg(pValues)).toEqual(adjusted.map((p) => expect.closeTo(p, 12)));
  });
});
