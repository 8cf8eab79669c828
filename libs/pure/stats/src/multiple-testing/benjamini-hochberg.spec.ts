import { benjaminiHochberg } from './benjamini-hochberg';

describe('Benjamini-Hochberg', () => {
  it('6: rejects two of the ten known p-values at 0.05', () => {
    const p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
    expect(benjaminiHochberg(p).filter((adjusted) => adjusted < 0.05)).toHaveLength(2);
  });

  it('keeps the order of its input and never makes a larger p-value smaller than a lesser one', () => {
    expect(benjaminiHochberg([0.04, 0.01, 0.03])).toEqual([0.04, 0.03, 0.04].map((x) => expect.closeTo(x, 12)));
  });

  it('leaves one p-value as it is and none as none', () => {
    expect(benjaminiHochberg([0.2])).toEqual([0.2]);
    expect(benjaminiHochberg([])).toEqual([]);
  });
});
