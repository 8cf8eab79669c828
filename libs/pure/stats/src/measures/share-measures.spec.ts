import fc from 'fast-check';
import { hellingerDistance } from './hellinger';
import { jensenShannonDivergence } from './jensen-shannon';
import { kullbackLeibler } from './kullback-leibler';
import { populationStabilityIndex } from './population-stability-index';
import { shareMeasures } from './share-measures';
import { pairTotals, smoothingFor } from './shares';
import { largestShareDifference, totalVariation } from './total-variation';

const pairs = (count: fc.Arbitrary<number>): fc.Arbitrary<[number, number][]> =>
  fc.array(fc.tuple(count, count), { minLength: 1, maxLength: 80 });

describe('the share measures in one reading', () => {
  it.each([
    ['any counts', pairs(fc.nat(100_000))],
    ['few rows', pairs(fc.nat(3))],
    ['sides that are close', pairs(fc.integer({ min: 9_000, max: 11_000 }))],
  ])('are those of each measure alone, for %s', (_, counts) => {
    fc.assert(
      fc.property(counts, (bins) => {
        const [reference, current] = [bins.map(([r]) => r), bins.map(([, c]) => c)];
        fc.pre(reference.some((r) => r > 0) && current.some((c) => c > 0));
        const found = shareMeasures(reference, current);
        expect(found.psi).toBeCloseTo(populationStabilityIndex(reference, current), 12);
        expect(found.klDivergence).toBeCloseTo(kullbackLeibler(reference, current), 12);
        expect(found.jsDivergence).toBeCloseTo(jensenShannonDivergence(reference, current), 12);
        // A root next to 0 halves the digits; its square keeps them.
        expect(found.hellinger ** 2).toBeCloseTo(hellingerDistance(reference, current) ** 2, 12);
        expect(found.totalVariation).toBeCloseTo(totalVariation(reference, current), 12);
        expect(found.lInfinity).toBeCloseTo(largestShareDifference(reference, current), 12);
        expect(found.smoothing).toBe(smoothingFor(pairTotals(reference, current)));
      }),
    );
  });
});
