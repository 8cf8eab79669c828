import { affectedQueries } from './affected-queries';

describe('queries that an event makes old', () => {
  it('touches the model of the event, not the others', () => {
    const keys = affectedQueries('drift.detected', 'churn');
    expect(keys).toContainEqual(['drift', 'churn']);
    expect(keys).not.toContainEqual(['drift']);
  });

  it('refreshes an open rollout after each step, whatever its id', () => {
    expect(affectedQueries('rollout.step', 'churn')).toContainEqual(['rollout']);
  });

  it('asks for everything again when the kind is unknown, such as after a gap', () => {
    expect(affectedQueries('gap', '')).toEqual([[]]);
  });
});
