import { hasEveryModel, mayGrantModels, mayUseModel } from './model-scope';

const holder = (...models: string[]) => ({ models });

describe('model scope', () => {
  it.each([
    ['churn', 'churn', true],
    ['churn', 'churn-2', false],
    ['churn', 'Churn', false],
    ['churn-*', 'churn-eu', true],
    ['churn-*', 'churn-', true],
    ['churn-*', 'churn', false],
    ['*-eu', 'churn-eu', true],
    ['*-eu', 'churn-eu-2', false],
    ['c*n*eu', 'churn-eu', true],
    ['c*c', 'c', false],
    ['a*b*b', 'ab', false],
    ['a*b*b', 'abb', true],
    ['ch.rn', 'churn', false],
    ['*', 'anything at all', true],
  ])('%s holds %s: %s', (pattern, model, expected) => {
    expect(mayUseModel(holder(pattern), model)).toBe(expected);
  });

  it('is the union of its patterns, and empty is nothing', () => {
    expect(mayUseModel(holder('fraud', 'churn-*'), 'churn-1')).toBe(true);
    expect(mayUseModel(holder(), 'churn')).toBe(false);
    expect(hasEveryModel(holder('churn', '*'))).toBe(true);
  });

  it('is never handed on wider than it is held', () => {
    expect(mayGrantModels(holder('*'), 'churn-*')).toBe(true);
    expect(mayGrantModels(holder('churn-*'), 'churn-eu')).toBe(true);
    expect(mayGrantModels(holder('churn-*'), 'churn-*')).toBe(true);
    expect(mayGrantModels(holder('churn-*'), 'churn*')).toBe(false);
    expect(mayGrantModels(holder('churn-*'), '*')).toBe(false);
    expect(mayGrantModels(holder('churn-*'), 'fraud')).toBe(false);
  });
});
