import fc from 'fast-check';
import { createRandom, nextNormal } from '../random/sfc32';
import { type OrderStatistics, orderStatistics, sortedStatistics } from './order-statistics';

const random = createRandom(7);
const drawn = (size: number, draw: () => number): Float64Array => Float64Array.from({ length: size }, draw);

function expectSame(found: OrderStatistics, wanted: OrderStatistics, ranks: number[], values: number[]): void {
  expect(found.size).toBe(wanted.size);
  for (const rank of ranks) expect(found.at(rank) + 0).toBe(wanted.at(rank) + 0);
  for (const value of values) {
    expect(found.countBelow(value)).toBe(wanted.countBelow(value));
    expect(found.countAtMost(value)).toBe(wanted.countAtMost(value));
  }
}

describe('order statistics', () => {
  it.each([
    ['a normal sample', drawn(20_000, () => nextNormal(random))],
    ['a constant with strays', drawn(20_000, () => (random.next() < 0.99 ? 7 : nextNormal(random)))],
    ['whole numbers', drawn(20_000, () => random.nextInteger(50))],
    ['a spread over hundreds of magnitudes', drawn(20_000, () => 10 ** (300 * (random.next() - 0.5)))],
    ['a range wider than the largest number', drawn(2_000, () => 1.7e308 * (2 * random.next() - 1))],
    ['one far outlier', drawn(20_000, () => (random.next() < 0.0001 ? 1e300 : nextNormal(random)))],
  ])('of %s are those of the sorted sample', (_, sample) => {
    const sorted = sample.slice().sort();
    const ranks = Array.from({ length: 200 }, () => random.nextInteger(sample.length));
    const values = [...ranks.map((rank) => sorted[rank] as number), -Infinity, Infinity, 0, 1.5, sorted[0] as number];
    values.push(sorted[sorted.length - 1] as number);
    expectSame(orderStatistics(sample), sortedStatistics(sorted), [0, sample.length - 1, ...ranks], values);
  });

  it('of any numbers are those of the sorted sample', () => {
    const numbers = fc.array(
      fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
      {
        minLength: 1,
        maxLength: 3_000,
        size: 'max',
      },
    );
    fc.assert(
      fc.property(numbers, (values) => {
        const sorted = Float64Array.from(values).sort();
        const ranks = [0, values.length >> 1, values.length - 1];
        expectSame(orderStatistics(Float64Array.from(values)), sortedStatistics(sorted), ranks, values.slice(0, 50));
      }),
      { numRuns: 50 },
    );
  });
});
