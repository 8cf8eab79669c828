import { EncodingError } from '../serving.errors';
import { aSignature } from '../signature.builder';
import { compileEncoder } from './compile-encoder';
import { encodeMatrix, featureValues } from './encode-value';

const signature = aSignature();
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

  it('makes the same tensor from rows, and from the matrix that training uses', () => {
    const [fromRows] = encoder.encodeRows(rows);
    const [fromMatrix] = encoder.encodeNumbers(encodeMatrix(signature, rows), 2);
    expect(fromRows).toMatchObject({ name: 'features', elementType: 'float', dims: [2, 4] });
    expect(fromRows).toEqual(fromMatrix);
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
        ],
      }),
    ).encodeRows([[0.1, 2, true, 'blue-collar']]);
    expect(tensors.map(({ data }) => data)).toEqual([
      Float64Array.of(0.1),
      BigInt64Array.of(1n, 2n),
      Int32Array.of(2),
      Uint8Array.of(1),
      ['blue-collar', '0.1'],
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
    expect(strings.encodeNumbers(encodeMatrix(signature, [[1, 1, true, 'services']]), 1)[0]?.data).toEqual([
      'services',
    ]);
  });

  it('says which feature an integer tensor cannot hold', () => {
    const whole = compileEncoder(aSignature({ inputs: [{ name: 'i', elementType: 'int64', features: ['visits'] }] }));
    expect(() => whole.encodeRows([[1, null, true, 'admin']])).toThrow(EncodingError);
    expect(() => whole.encodeRows([[1, null, true, 'admin']])).toThrow(/"visits"/);
  });

  it('refuses a signature whose input names an unknown feature', () => {
    const wrong = aSignature({ inputs: [{ name: 'x', elementType: 'float', features: ['agee'] }] });
    expect(() => compileEncoder(wrong)).toThrow(/"agee".*no such feature/);
  });
});
