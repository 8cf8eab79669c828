import type { Signature } from '@plumbline/registry-core';
import { toHalf } from '../half-float';
import { ModelOutputError } from '../serving.errors';
import { compileOutput } from './compile-output';
import { multiclass, withOutput } from './output.builder';
import type { OutputTensor } from './output-tensor';

const read = (signature: Signature, tensor: OutputTensor, rows = 2) =>
  compileOutput(signature)({ probabilities: tensor }, rows);
const binary = withOutput({});
const wide = { dims: [2, 2], data: Float32Array.of(0.75, 0.25, 0.5, 0.5) };

describe('a score column', () => {
  it('is that of the positive class', () => expect([...read(binary, wide).scores]).toEqual([0.25, 0.5]));

  it.each([[[2]], [[2, 1]], [[2, 1, 1]]])('is the only one there is in shape %p', (dims) => {
    const value = withOutput({ classes: [], positiveClass: null }, 'regression');
    expect([...read(value, { dims, data: BigInt64Array.of(3n, 4n) }).scores]).toEqual([3, 4]);
  });

  it('is found in a tensor of rank 3 whose other sizes are 1', () => {
    expect([...read(binary, { ...wide, dims: [2, 1, 2] }).scores]).toEqual([0.25, 0.5]);
    expect([...read(binary, { ...wide, dims: [2, 2, 1] }).scores]).toEqual([0.25, 0.5]);
  });

  it('of the other class gives 1 minus it', () => {
    const scores = read(withOutput({ complement: true }), { dims: [2], data: [0.25, 1] }).scores;
    expect([...scores]).toEqual([0.75, 0]);
  });

  it('of log-odds goes through the sigmoid: 0 is a half, ln 3 three quarters', () => {
    const { scores } = read(withOutput({ transform: 'sigmoid' }), { dims: [2, 1], data: [0, Math.log(3)] });
    expect(scores[0]).toBe(0.5);
    expect(scores[1]).toBeCloseTo(0.75, 12);
  });

  it('of two logits goes through the softmax, without overflow', () => {
    const { scores } = read(withOutput({ transform: 'softmax' }), { dims: [2, 2], data: [0, Math.log(3), 1_000, 0] });
    expect(scores[0]).toBeCloseTo(0.75, 12);
    expect(scores[1]).toBe(0);
  });

  it('is cut where rounding went a little beyond 0 or 1, and left as it is beyond that', () => {
    const single = (...data: number[]) => read(binary, { dims: [data.length], data }, data.length).scores;
    expect([...single(1.0000002, -1e-7, 1)]).toEqual([1, 0, 1]);
    expect(single(NaN, 0.5)[0]).toBeNaN();
    expect([...single(1.1, -3)]).toEqual([1.1, -3]);
  });

  it('may be of float16, as bits', () => {
    const data = Uint16Array.of(toHalf(0.5), toHalf(0.25), 0, 0x3c00);
    expect([...read(binary, { dims: [2, 2], data, type: 'float16' }).scores]).toEqual([0.25, 1]);
  });

  it.each([
    ['no such tensor', { other: { dims: [1, 2], data: [0, 1] } }],
    ['another number of rows', { probabilities: { dims: [2, 2], data: [0, 1, 0, 1] } }],
    ['two sizes beside the rows', { probabilities: { dims: [1, 2, 2], data: [0, 1, 0, 1] } }],
    ['text', { probabilities: { dims: [1], data: ['yes'] } }],
  ])('is refused: %s', (_, outputs) => {
    expect(() => compileOutput(binary)(outputs, 1)).toThrow(ModelOutputError);
  });

  it('is refused when the tensor does not have it', () => {
    expect(() => read(withOutput({ scoreColumn: 5 }), wide)).toThrow(/2 columns/);
  });
});

describe('class scores', () => {
  const data = [0.1, 0.2, 0.7, 0.5, 0.25, 0.25];

  it('are those of every class, and the score is the largest', () => {
    const { scores, classScores } = read(multiclass(), { dims: [2, 3], data });
    expect([...scores]).toEqual([0.7, 0.5]);
    expect([...(classScores ?? [])]).toEqual(data);
  });

  it('of logits go through the softmax', () => {
    const logits = data.map((p) => Math.log(p) + 3);
    const { classScores = [] } = read(multiclass({ transform: 'softmax' }), { dims: [2, 3], data: logits });
    [...classScores].forEach((score, i) => expect(score).toBeCloseTo(data[i] as number, 12));
  });

  it('say that a row has no answer when one of them is NaN', () => {
    expect(read(multiclass(), { dims: [1, 3], data: [0.1, NaN, 0.9] }, 1).scores[0]).toBeNaN();
  });

  it('are refused when their number is not that of the classes', () => {
    expect(() => read(multiclass(), wide)).toThrow(/2 columns.*3 classes/);
  });
});

describe('a label', () => {
  const labelled = withOutput({ kind: 'label' });
  const numbered = withOutput({ kind: 'label', classes: ['0', '1'], positiveClass: '1' });

  it.each([
    ['text', labelled, ['yes', 'no']],
    ['int64', numbered, BigInt64Array.of(1n, 0n)],
    ['float', numbered, Float32Array.of(1, 0)],
    ['bool', withOutput({ kind: 'label', classes: ['False', 'True'], positiveClass: 'True' }), Uint8Array.of(1, 0)],
  ])('in a tensor of %s scores 1 for the positive class and 0 for the other', (_, signature, data) => {
    expect(read(signature, { dims: [2], data })).toEqual({ scores: Float64Array.of(1, 0) });
  });

  it('of many classes is the place of the class', () => {
    const { scores, classScores } = read(multiclass({ kind: 'label' }), { dims: [2, 1], data: ['rome', 'berlin'] });
    expect([[...scores], classScores]).toEqual([[2, 0], undefined]);
  });

  it('that the signature does not know is refused', () => {
    expect(() => read(labelled, { dims: [2], data: ['yes', 'maybe'] })).toThrow(/none of the signature's classes/);
  });
});
