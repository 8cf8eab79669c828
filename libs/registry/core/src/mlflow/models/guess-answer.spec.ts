import type { Inspection } from '../../artifact/admission.port';
import { guessAnswer, withGuess } from './guess-answer';

const inspection = (
  outputs: readonly [name: string, elementType: string, columns: number | null][],
  operators: string[] = [],
): Inspection => ({
  graph: {
    inputs: [{ name: 'x', kind: 'tensor', elementType: 'float', shape: ['N', 2] }],
    outputs: outputs.map(([name, elementType, columns]) => ({
      ...{ name, elementType, kind: 'tensor', shape: ['N', columns] },
    })),
  },
  ...{ rewritten: null, changes: [], classLabels: null, externalNames: [], producer: '', opsets: {}, operators },
});

describe('what a notebook does not say', () => {
  it.each([
    ['probabilities', 1, [], { task: 'binary', classes: ['0', '1'], positiveClass: '1' }],
    ['out', 1, ['Gemm', 'Sigmoid'], { task: 'binary', classes: ['0', '1'], positiveClass: '1' }],
    ['out', 2, ['Gemm'], { task: 'binary', classes: ['0', '1'], positiveClass: '1' }],
    ['out', 3, ['Gemm', 'Softmax'], { task: 'multiclass', classes: ['0', '1', '2'] }],
    ['out', 1, ['Gemm'], { task: 'regression' }],
  ])('is guessed for %s of %s columns by %j', (name, columns, operators, told) => {
    expect(guessAnswer({}, inspection([[name, 'float', columns]], operators))).toMatchObject({
      told,
      because: expect.stringMatching(/taken for/),
    });
  });

  it('is not guessed where it was told or is plain', () => {
    const told = { task: 'regression' } as const;
    expect(guessAnswer(told, inspection([['probabilities', 'float', 1]]))).toEqual({ told, because: null });
    expect(guessAnswer({}, inspection([['variable', 'float', 1]]))).toEqual({ told: {}, because: null });
  });

  it('is asked for where a guess would be arbitrary', () => {
    expect(() => guessAnswer({}, inspection([['out', 'int64', null]]))).toThrow(/"task"/);
    expect(() =>
      guessAnswer(
        {},
        inspection([
          ['a', 'float', 1],
          ['b', 'float', 1],
        ]),
      ),
    ).toThrow(/"task"/);
  });

  it('is shown as a guess', () => {
    const told = { chosen: 'binary', because: 'the manifest says so', alternatives: ['regression'], told: true };
    const detection = { task: told, scoreOutput: told, inputs: told };
    expect(withGuess(detection, { told: {}, because: 'one number' })).toMatchObject({
      task: { because: 'guessed: one number', told: false, alternatives: ['regression'] },
      scoreOutput: told,
    });
    expect(withGuess(detection, { told: {}, because: null })).toBe(detection);
  });
});
