import { outcomeState } from './prediction-filter';

const outcome = (label: string) => ({ label, observedAt: '2026-11-22T12:00:00Z', value: null, revision: 0 });

describe('outcome of a prediction', () => {
  it('waits until an outcome is there', () => {
    expect(outcomeState({ outcome: null, label: 'yes' })).toBe('waiting');
  });

  it('is right or wrong only when the model decided for a label', () => {
    expect(outcomeState({ outcome: outcome('yes'), label: 'yes' })).toBe('right');
    expect(outcomeState({ outcome: outcome('no'), label: 'yes' })).toBe('wrong');
    expect(outcomeState({ outcome: outcome('no'), label: null })).toBe('known');
  });
});
