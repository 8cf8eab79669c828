import { multiclass, withOutput } from './output.builder';
import { isAnswered, labelOf, probabilitiesOf, rowAnswers, scoreOf } from './row-answer';

const binary = withOutput({});

describe('the answer of a row', () => {
  it('is positive at the threshold, negative below it', () => {
    expect(labelOf(binary, 0.5)).toBe('yes');
    expect(labelOf(binary, 0.499)).toBe('no');
  });

  it('knows classes without names, and no label for a regression', () => {
    const bare = withOutput({ classes: [], positiveClass: null });
    expect([labelOf(bare, 0.9), labelOf(bare, 0.1)]).toEqual(['1', '0']);
    expect(labelOf(withOutput({ classes: [], positiveClass: null }, 'regression'), 0.9)).toBeUndefined();
  });

  it('of a model that gives only labels is that label, whatever the threshold', () => {
    const labels = withOutput({ kind: 'label', threshold: 0 });
    expect([labelOf(labels, 1), labelOf(labels, 0)]).toEqual(['yes', 'no']);
  });

  it('of many classes is the most probable, the first of equals', () => {
    const [a, b] = Array.from(
      rowAnswers({ scores: Float64Array.of(0.4, 0.5), classScores: Float64Array.of(0.4, 0.4, 0.2, 0, 0.5, 0.5) }),
    );
    if (a === undefined || b === undefined) throw new RangeError('two rows');
    const signature = multiclass();
    expect([labelOf(signature, a), labelOf(signature, b)]).toEqual(['berlin', 'paris']);
    expect([scoreOf(signature, a), scoreOf(signature, b)]).toEqual([0.4, 0.5]);
    expect(probabilitiesOf(signature, b)).toEqual({ berlin: 0, paris: 0.5, rome: 0.5 });
  });

  it('of many classes without probabilities has a label and no probability', () => {
    const signature = multiclass({ kind: 'label' });
    expect([labelOf(signature, 2), probabilitiesOf(signature, 2), scoreOf(signature, 2)]).toEqual([
      'rome',
      undefined,
      1,
    ]);
  });

  it('is one only when it is finite, and for classes a probability', () => {
    const value = withOutput({ classes: [], positiveClass: null }, 'regression');
    expect([1_234, NaN, -Infinity].map((score) => isAnswered(value, score))).toEqual([true, false, false]);
    expect([0, 1, 1.5, -0.1, NaN].map((score) => isAnswered(binary, score))).toEqual([true, true, false, false, false]);
  });
});
