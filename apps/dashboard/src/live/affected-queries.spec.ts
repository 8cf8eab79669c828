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

  it.each(['requested', 'approved', 'rejected', 'withdrawn', 'voided', 'applied'])(
    'refreshes the open requests when one is %s',
    (happened) => {
      expect(affectedQueries(`approval.${happened}`, 'churn')).toContainEqual(['approvals']);
    },
  );

  it('refreshes the champion and its history when an approval moves it', () => {
    expect(affectedQueries('approval.applied', 'churn')).toContainEqual(['aliases', 'churn']);
    expect(affectedQueries('approval.approved', 'churn')).not.toContainEqual(['aliases', 'churn']);
  });

  it('refreshes the documents of the model when one is written', () => {
    expect(affectedQueries('document.written', 'churn')).toContainEqual(['documents', 'churn']);
  });

  it('asks for everything again when the kind is unknown, such as after a gap', () => {
    expect(affectedQueries('gap', '')).toEqual([[]]);
  });
});
