import type { Feature } from '@plumbline/registry-core';
import type { FeatureRow } from '../scalar';
import { EncodingError } from '../serving.errors';
import { aSignature } from '../signature.builder';
import { compileEncoder, encodeMatrix as trainingMatrix } from './compile-encoder';
import { featureValues } from './encode-value';

const signature = aSignature();
const encodeMatrix = (...asked: Parameters<typeof trainingMatrix>) => trainingMatrix(...asked).rows;
const rows = [
  [31.5, 2, true, 'services'],
  [40, null, false, 'astronaut'],
];

describe('encodeMatrix', () => {
  it('encodes a category as its index, a boolean as 0 or 1, missing and unseen as NaN', () => {
    expect([...encodeMatrix(signature, rows)]).toEqual([31.5, 2, 1, 2, 40, NaN, 0, NaN]);
  });

  it('rounds to float32, as the model will see it', () => {
    expect(encodeMatrix(signature, [[0.1, 0, true, 'admin']])[0]).toBe(Math.fround(0.1));
  });
});

describe('featureValues', () => {
  it('gives values in the order of the signature and null for what is missing', () => {
    expect(featureValues(signature, { job: 'admin', age: 3 })).toEqual([3, null, null, 'admin']);
  });
});

describe('encoder', () => {
  const encoder = compileEncoder(signature);

  it('makes the matrix that training uses', () => {
    const [fromRows] = encoder.encodeRows(rows);
    expect(fromRows).toMatchObject({ name: 'features', elementType: 'float', dims: [2, 4] });
    expect(fromRows?.data).toEqual(encodeMatrix(signature, rows));
  });

  it('splits features over tensors of every element type, in the order that the input names', () => {
    const tensors = compileEncoder(
      aSignature({
        inputs: [
          { name: 'd', elementType: 'double', features: ['age'] },
          { name: 'l', elementType: 'int64', features: ['job', 'visits'] },
          { name: 'i', elementType: 'int32', features: ['visits'] },
          { name: 'b', elementType: 'bool', features: ['member'] },
          { name: 's', elementType: 'string', features: ['job', 'age'] },
          { name: 'h', elementType: 'float16', features: ['age'] },
        ],
      }),
    ).encodeRows([[0.1, 2, true, 'blue-collar']]);
    expect(tensors.map(({ data }) => data)).toEqual([
      Float64Array.of(0.1),
      BigInt64Array.of(1n, 2n),
      Int32Array.of(2),
      Uint8Array.of(1),
      ['blue-collar', '0.1'],
      Uint16Array.of(0x2e66),
    ]);
    expect(tensors[1]?.dims).toEqual([1, 2]);
  });

  it('keeps an unseen category as text in a string tensor, and a missing one as empty text', () => {
    const strings = compileEncoder(aSignature({ inputs: [{ name: 's', elementType: 'string', features: ['job'] }] }));
    expect(
      strings.encodeRows([
        [1, 1, true, 'astronaut'],
        [1, 1, true, null],
      ])[0]?.data,
    ).toEqual(['astronaut', '']);
  });

  it('gives a row the shape that the graph wants', () => {
    const shaped = (rowShape: number[], features: string[]) =>
      compileEncoder(aSignature({ inputs: [{ name: 'x', elementType: 'float', features, rowShape }] }));
    expect(shaped([1, 2], ['age', 'visits']).encodeRows(rows)[0]?.dims).toEqual([2, 1, 2]);
    expect(shaped([], ['age']).encodeRows(rows)[0]?.dims).toEqual([2]);
  });

  it('squeezes no number through float32 on its way to a wider tensor', () => {
    const wide = (elementType: 'double' | 'int64') =>
      compileEncoder(aSignature({ inputs: [{ name: 'x', elementType, features: ['age'] }] }));
    expect(wide('double').encodeRows([[1 / 3]])[0]?.data).toEqual(Float64Array.of(1 / 3));
    const largest = Number.MAX_SAFE_INTEGER;
    expect(wide('int64').encodeRows([[largest], [-largest]])[0]?.data).toEqual(
      BigInt64Array.of(9_007_199_254_740_991n, -9_007_199_254_740_991n),
    );
  });

  it('says which feature an integer tensor cannot hold', () => {
    const whole = compileEncoder(aSignature({ inputs: [{ name: 'i', elementType: 'int64', features: ['visits'] }] }));
    expect(() => whole.encodeRows([[1, null, true, 'admin']])).toThrow(EncodingError);
    expect(() => whole.encodeRows([[1, null, true, 'admin']])).toThrow(/"visits"/);
  });

  describe('with defaults', () => {
    const [age, visits, member, job] = signature.features as [Feature, Feature, Feature, Feature];
    const filled = aSignature({
      features: [
        { ...age, required: false, default: 40.25 },
        { ...visits, default: 3 },
        { ...member, default: true },
        { ...job, required: false, default: 'services' },
      ],
    });
    const asked: FeatureRow[] = [
      [null, null, null, null],
      [20, null, false, null],
      [null, 0, null, 'admin'],
    ];
    const said: FeatureRow[] = [
      [40.25, 3, true, 'services'],
      [20, 3, false, 'services'],
      [40.25, 0, true, 'admin'],
    ];

    it('fills what is missing alike in training and in serving, as if it had been said', () => {
      const training = encodeMatrix(filled, asked);
      expect(compileEncoder(filled).encodeRows(asked)[0]?.data).toEqual(training);
      expect(training).toEqual(encodeMatrix(signature, said));
    });

    it.each(['double', 'int64', 'string'] as const)(
      'fills a tensor of %s as if the value had been said',
      (elementType) => {
        const names = elementType === 'int64' ? ['visits', 'member', 'job'] : ['age', 'visits', 'job'];
        const inputs = [{ name: 'x', elementType, features: names }];
        expect(compileEncoder({ ...filled, inputs }).encodeRows(asked)).toEqual(
          compileEncoder(aSignature({ inputs })).encodeRows(said),
        );
      },
    );

    it('leaves an unseen category unseen', () => {
      expect(encodeMatrix(filled, [[1, 1, true, 'astronaut']])[3]).toBeNaN();
    });

    it('keeps in the event that the value was missing', () => {
      expect(featureValues(filled, { age: 3 })).toEqual([3, null, null, null]);
    });
  });

  it('refuses a signature whose input names an unknown feature', () => {
    const wrong = aSignature({ inputs: [{ name: 'x', elementType: 'float', features: ['agee'] }] });
    expect(() => compileEncoder(wrong)).toThrow(/"agee".*no such feature/);
  });
});
