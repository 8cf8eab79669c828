import { parseParameters } from './trainer-parameters';

describe('trainer parameters', () => {
  it('reads name=value pairs as numbers', () => {
    expect(parseParameters(['trees=60', 'learningRate=0.05'], ['trees', 'learningRate'])).toEqual({
      trees: 60,
      learningRate: 0.05,
    });
  });

  it.each(['depth=3', 'trees', 'trees=', 'trees=many'])('refuses %s and names what the trainer knows', (pair) => {
    expect(() => parseParameters([pair], ['trees'])).toThrow(/trees/);
  });
});
