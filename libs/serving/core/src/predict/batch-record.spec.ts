import fc from 'fast-check';
import { aSignature } from '../signature.builder';
import { lotsOf, toBatchRecord } from './batch-record';
import { toSpoolRecord } from './prediction-record';
import { recordsOfBatch, type TensorBatch } from './tensor-batch';

const signature = aSignature();
const width = signature.inputs.reduce((sum, { features }) => sum + features.length, 0);
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const batches = fc
  .record({
    rows: fc.integer({ min: 64, max: 200 }),
    seed: fc.array(fc.float({ noNaN: false }), { minLength: width, maxLength: width }),
    scores: fc.array(fc.oneof(fc.double({ min: 0, max: 1 }), fc.constant(NaN)), { minLength: 3, maxLength: 9 }),
    subject: fc.option(fc.string({ maxLength: 20 }), { nil: undefined }),
    holdout: fc.constantFrom(undefined, true),
    rollout: fc.constantFrom(undefined, { id: 'r', arm: 'candidate' }),
  })
  .map(({ rows, seed, scores, ...facts }): TensorBatch => ({
    ...{ predictionId: '01a2', model: 'm "1"', version: 3, servedAt: '2026-11-23T00:00:00.000Z', rows, signature },
    ...facts,
    tensors: signature.inputs.map(({ name }) => ({
      ...{ name, datatype: 'FP32', shape: [rows, width] },
      values: Float32Array.from(
        { length: rows * width },
        (_, i) => (seed[i % width] as number) + Math.floor(i / width),
      ),
    })),
    scores: { scores: Float64Array.from({ length: rows }, (_, i) => scores[i % scores.length] as number) },
  }));

describe('a batch as one record', () => {
  it('becomes the very events that its rows would have left each for itself, in lots of any size', () => {
    fc.assert(
      fc.property(
        batches,
        fc.integer({ min: 1, max: 250 }),
        fc.constantFrom(undefined, TRACE),
        (batch, most, trace) => {
          const whole = toBatchRecord(batch, trace);
          if (!whole) throw new RangeError('no record');
          const lots = [...lotsOf([whole], most)];
          expect(lots.every(({ length }) => length > 0 && length <= most)).toBe(true);
          expect(lots.flat()).toEqual(recordsOfBatch(batch).map((record) => toSpoolRecord(record, trace)));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('keeps its place between other records, and is one line', () => {
    const [batch] = fc.sample(batches, 1) as [TensorBatch];
    const whole = toBatchRecord({ ...batch, scores: { scores: new Float64Array(batch.rows).fill(0.5) } });
    const plain = (key: string) => ({ key, value: `{"specversion":"1.0","id":"${key}"}` });
    const keys = [...lotsOf([plain('a'), plain('b'), whole as never, plain('c')], 1_000)].map((lot) => lot.length);
    expect(keys).toEqual([2, batch.rows, 1]);
    expect(whole?.value).not.toContain('\n');
  });

  it('is none for few rows, for text, and where an event could be too large for the bus', () => {
    const [batch] = fc.sample(batches, 1) as [TensorBatch];
    expect(toBatchRecord({ ...batch, rows: 63 })).toBeNull();
    const text = { name: 't', datatype: 'BYTES', shape: [64, 1], values: new Array<string>(64).fill('a') } as const;
    expect(toBatchRecord({ ...batch, tensors: [text] })).toBeNull();
    const long = { name: 'job', type: 'category', required: true, categories: ['x'.repeat(60_000)] } as const;
    expect(toBatchRecord({ ...batch, signature: aSignature({ features: [long] }) })).toBeNull();
  });
});
