import { inOrder, readable } from './metric-names';

describe('names of metrics', () => {
  it('puts the known ones first, in one order for every version', () => {
    expect(inOrder(['f1', 'accuracy', 'brier', 'logLoss'])).toEqual(['logLoss', 'accuracy', 'brier', 'f1']);
  });

  it.each([
    ['auc', 'AUC'],
    ['logLoss', 'Log loss'],
    ['mean_absolute_error', 'Mean absolute error'],
  ])('says %s as %s', (name, words) => {
    expect(readable(name)).toBe(words);
  });
});
