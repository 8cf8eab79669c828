import fc from 'fast-check';
import {
  addDuration,
  emptySketch,
  mergedSketch,
  SKETCH_RELATIVE_ERROR,
  sketchCount,
  sketchQuantile,
  storedSketch,
} from './duration-sketch';

const durations = fc.array(fc.double({ min: 0.002, max: 100_000, noNaN: true }), { minLength: 1, maxLength: 200 });
const sketchOf = (values: readonly number[]) => {
  const sketch = emptySketch();
  for (const value of values) addDuration(sketch, value);
  return sketch;
};

describe('duration sketch', () => {
  it('gives every quantile within one per cent of the value of that rank', () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const exact = [...values].sort((a, b) => a - b)[Math.max(1, Math.ceil(q * values.length)) - 1] as number;
        const read = sketchQuantile(sketchOf(values), q) as number;
        expect(Math.abs(read - exact) / exact).toBeLessThanOrEqual(SKETCH_RELATIVE_ERROR + 1e-9);
      }),
    );
  });

  it('of parts adds up to the sketch of the whole, through its stored form', () => {
    fc.assert(
      fc.property(durations, durations, (a, b) => {
        const parts = [a, b].map((values) => storedSketch(sketchOf(values)));
        expect(mergedSketch(parts)).toEqual(sketchOf([...a, ...b]));
      }),
    );
  });

  it('keeps what is outside its range at its ends, and knows when it is empty', () => {
    expect(sketchCount(sketchOf([0, 1e9]))).toBe(2);
    expect(sketchQuantile(emptySketch(), 0.5)).toBeUndefined();
    expect(() => mergedSketch([[[99_999, 1]]])).toThrow('unknown cell');
  });
});
