import fc from 'fast-check';
import { binIndex } from '../profile/bin-index';
import { buildNumericBins } from '../profile/numeric-bins';
import { createRandom, nextNormal } from '../random/sfc32';
import { createCellCounter } from './cell-counter';

function countedByLookup(bins: ReturnType<typeof buildNumericBins>, values: readonly number[]): number[] {
  const counter = createCellCounter(bins);
  counter.add(Float64Array.from(values));
  return counter.counts();
}

function countedOneByOne(bins: ReturnType<typeof buildNumericBins>, values: readonly number[]): number[] {
  const counts = new Array<number>(bins.cells + 1).fill(0);
  for (const value of values) counts[binIndex(bins, value)] = (counts[binIndex(bins, value)] ?? 0) + 1;
  return counts;
}

const random = createRandom(3);
const SOURCES: Record<string, () => number> = {
  normal: () => nextNormal(random),
  'heavy values': () => (random.next() < 0.4 ? 0 : random.next() < 0.3 ? 7 : nextNormal(random)),
  'whole numbers': () => random.nextInteger(40),
  'many magnitudes': () => 10 ** (600 * (random.next() - 0.5)),
  'neighbours of one': () => 1 + random.nextInteger(5) * Number.EPSILON,
};

describe('counting cells of a column', () => {
  it.each(Object.entries(SOURCES).flatMap(([name, draw]) => [4, 10, 64].map((bins) => [name, bins, draw] as const)))(
    'of %s in %i bins agrees with the bin of every value',
    (_, bins, draw) => {
      const spec = buildNumericBins(Array.from({ length: 5_000 }, draw), { bins });
      const edges = spec.bounds.flatMap((b) => [b, b * (1 + Number.EPSILON), b * (1 - Number.EPSILON)]);
      const values = [...Array.from({ length: 5_001 }, draw), ...edges, NaN, Infinity, -Infinity, 0, -0, 5e-324];
      expect(countedByLookup(spec, values)).toEqual(countedOneByOne(spec, values));
    },
  );

  it('agrees with the bin of every value, whatever the reference', () => {
    const numbers = fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double()), { maxLength: 300, size: 'max' });
    fc.assert(
      fc.property(numbers, numbers, fc.integer({ min: 1, max: 40 }), (reference, current, bins) => {
        const spec = buildNumericBins(reference, { bins });
        expect(countedByLookup(spec, current)).toEqual(countedOneByOne(spec, current));
      }),
    );
  });
});
