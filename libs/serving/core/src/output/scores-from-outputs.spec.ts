import { ModelOutputError } from '../serving.errors';
import { aSignature } from '../signature.builder';
import { labelOfScore, scoresFromOutputs } from './scores-from-outputs';

const signature = aSignature();
const regression = aSignature({
  task: 'regression',
  output: { ...signature.output, scoreColumn: 0, classes: [], positiveClass: null },
});

describe('scoresFromOutputs', () => {
  it('reads the column of the positive class', () => {
    const outputs = { probabilities: { dims: [2, 2], data: Float32Array.of(0.75, 0.25, 0.5, 0.5) } };
    expect([...scoresFromOutputs(signature, outputs, 2)]).toEqual([0.25, 0.5]);
  });

  it.each([[[2]], [[2, 1]]])('reads the only column of shape %p', (dims) => {
    const outputs = { probabilities: { dims, data: BigInt64Array.of(3n, 4n) } };
    expect([...scoresFromOutputs(signature, outputs, 2)]).toEqual([3, 4]);
  });

  it.each([
    ['no such tensor', { other: { dims: [1, 2], data: [0, 1] } }],
    ['another number of rows', { probabilities: { dims: [2, 2], data: [0, 1, 0, 1] } }],
    ['text', { probabilities: { dims: [1], data: ['yes'] } }],
  ])('refuses %s', (_, outputs) => {
    expect(() => scoresFromOutputs(signature, outputs, 1)).toThrow(ModelOutputError);
  });

  it('refuses a score column that the tensor does not have', () => {
    const wide = aSignature({ output: { ...signature.output, scoreColumn: 5 } });
    expect(() => scoresFromOutputs(wide, { probabilities: { dims: [1, 2], data: [0, 1] } }, 1)).toThrow(/2 columns/);
  });
});

describe('labelOfScore', () => {
  it('labels a score at the threshold positive, below it negative', () => {
    expect(labelOfScore(signature, 0.5)).toBe('yes');
    expect(labelOfScore(signature, 0.499)).toBe('no');
  });

  it('knows classes without names, and no label for a regression', () => {
    const bare = aSignature({ output: { ...signature.output, classes: [], positiveClass: null } });
    expect([labelOfScore(bare, 0.9), labelOfScore(bare, 0.1)]).toEqual(['1', '0']);
    expect(labelOfScore(regression, 0.9)).toBeUndefined();
  });
});
