import fc from 'fast-check';
import type { Feature } from '@plumbline/registry-core';
import type { FeatureRow } from '../scalar';
import { aSignature } from '../signature.builder';
import { instanceSchema } from '../validation/instance-schema';
import { compileInstanceValidator } from '../validation/instance-validator';
import { tensorRows } from '../open-inference/tensor-rows';
import { compileEncoder, encodeMatrix } from './compile-encoder';

const FEATURES: readonly Feature[] = [
  { name: 'age', type: 'number', required: false, preprocessing: { kind: 'standardize', mean: 40.2, deviation: 11.3 } },
  {
    name: 'income',
    type: 'number',
    required: false,
    default: 1_000,
    preprocessing: { kind: 'min-max', minimum: 0, maximum: 12, log1p: true },
  },
  { name: 'visits', type: 'integer', required: false, preprocessing: { kind: 'buckets', edges: [1, 5, 20] } },
  {
    name: 'country',
    type: 'category',
    required: false,
    categories: ['AT', 'DE', 'SI'],
    preprocessing: { kind: 'one-hot', unknown: 'column', missing: 'column' },
  },
  {
    name: 'plan',
    type: 'category',
    required: false,
    categories: ['free', 'paid'],
    default: 'free',
    preprocessing: { kind: 'one-hot' },
  },
  { name: 'member', type: 'boolean', required: false },
];
const signature = aSignature({ features: FEATURES });

const extreme = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324, -0, -1, 3.5e38),
);
const orMissing = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const text = fc.oneof(fc.constantFrom('AT', 'DE', 'SI', 'free', 'paid'), fc.string());
const row = fc.tuple(
  orMissing(extreme),
  orMissing(extreme),
  orMissing(fc.maxSafeInteger()),
  orMissing(text),
  orMissing(text),
  orMissing(fc.boolean()),
);

/** Bits, so that NaN equals NaN and -0 does not equal 0. */
const bits = (values: Float32Array): number[] => [...new Uint32Array(values.buffer, values.byteOffset, values.length)];

describe('preprocessing', () => {
  it('makes the same bits of a raw row in the matrix of training and in the tensor of serving, whatever the row', () => {
    const { encodeRows } = compileEncoder(signature);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const trained = encodeMatrix(signature, rows);
        rows.forEach((one, i) => {
          const [served] = encodeRows([one]);
          const { featureCount } = trained;
          expect(served?.dims).toEqual([1, featureCount]);
          expect(bits(served?.data as Float32Array)).toEqual(
            bits(trained.rows.slice(i * featureCount, (i + 1) * featureCount)),
          );
        });
      }),
    );
  });

  it('fills, scales, buckets and spreads values as declared, in the order of the features', () => {
    const rows: FeatureRow[] = [
      [51.5, Math.E - 1, 5, 'DE', 'paid', true],
      [null, null, null, null, null, null],
      [40.2, 0, 0, 'XX', 'XX', false],
    ];
    const { rows: matrix, featureNames, featureCount } = encodeMatrix(signature, rows);
    expect(featureNames).toEqual([
      'age',
      'income',
      'visits',
      'country=AT',
      'country=DE',
      'country=SI',
      'country unknown',
      'country missing',
      'plan=free',
      'plan=paid',
      'member',
    ]);
    const inRow = (i: number) => [...matrix.slice(i * featureCount, (i + 1) * featureCount)];
    const thousand = Math.fround(Math.log1p(1_000) / 12);
    expect(inRow(0)).toEqual([1, Math.fround(1 / 12), 2, 0, 1, 0, 0, 0, 0, 1, 1]);
    expect(inRow(1)).toEqual([NaN, thousand, NaN, 0, 0, 0, 0, 1, 1, 0, NaN]);
    expect(inRow(2)).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  });

  it('reads the values back from tensors, but for rounding and for what is not in them', () => {
    const asked: FeatureRow = [51.5, 2_000, 7, 'SI', 'paid', true];
    const [tensor] = compileEncoder(signature).encodeRows([asked]);
    const values = tensor?.data as Float32Array;
    const [back] = tensorRows(signature, [{ name: 'features', datatype: 'FP32', shape: [1, 11], values }], 1);
    const [age, income, ...rest] = back as [number, number, ...unknown[]];
    expect([age, income]).toEqual([expect.closeTo(51.5, 4), expect.closeTo(2_000, 2)]);
    // A bucket does not say which of its numbers it was.
    expect(rest).toEqual([null, 'SI', 'paid', true]);
  });

  it('refuses what can not be encoded, and takes what can: beyond the tensor, but not beyond its scale', () => {
    const big: Feature = {
      name: 'big',
      type: 'number',
      required: true,
      preprocessing: { kind: 'standardize', mean: 0, deviation: 1e10 },
    };
    const validate = compileInstanceValidator(aSignature({ features: [big] }));
    expect(validate([{ big: 1e40 }])).toEqual([]);
    expect(validate([{ big: 1e49 }])[0]?.detail).toMatch(/^expected a number between/);
    const log = aSignature({ features: [{ ...big, preprocessing: { kind: 'log1p' } }] });
    expect(compileInstanceValidator(log)([{ big: 0 }])).toEqual([]);
    expect(compileInstanceValidator(log)([{ big: -1 }])).toHaveLength(1);
  });

  it('refuses an unknown category where the signature says so', () => {
    const plan = { ...(FEATURES[4] as Feature), preprocessing: { kind: 'one-hot', unknown: 'refuse' } as const };
    const validate = compileInstanceValidator(aSignature({ features: [plan] }));
    expect(validate([{ plan: 'paid' }, {}])).toEqual([]);
    expect(validate([{ plan: 'gold' }])[0]?.detail).toBe('expected one of free, paid, found other text');
  });

  it('stands in the schema of a request', () => {
    expect(instanceSchema(signature)).toMatchObject({
      properties: {
        age: { description: 'the model sees it standardized: (x - 40.2) / 11.3' },
        income: {
          description: expect.stringMatching(/missing is taken for 1000; .* scaled to 0 to 1: \(ln\(1 \+ x\)/),
        },
        country: { description: expect.stringMatching(/one-hot, a column a category/) },
      },
    });
  });
});
