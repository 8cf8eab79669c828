import { decide } from './decide';
import { aPolicy, aRollout, someEvidence } from './rollout.builder';

const NOW = new Date('2026-01-01T01:00:00Z');

describe('decide', () => {
  it('advances a step that had its predictions and its labels and is not shown worse', () => {
    expect(decide(aRollout(), someEvidence(), NOW)).toMatchObject({ action: 'advance', actualSharePercent: 10 });
  });

  it('promotes when the next step is 100 %', () => {
    const last = aRollout({ stepIndex: 2, sharePercent: 50 });
    expect(decide(last, someEvidence({ step: { total: 400, candidate: 200 } }), NOW).action).toBe('promote');
  });

  it('rolls back as soon as harm is shown, even before the step had its predictions', () => {
    const harm = someEvidence({ step: { total: 20, candidate: 2 }, paired: { meanDifference: 0.3 } });
    expect(decide(aRollout(), harm, NOW)).toMatchObject({ action: 'roll_back', metrics: [{ verdict: 'worse' }] });
  });

  it('holds while the step lacks predictions', () => {
    expect(decide(aRollout(), someEvidence({ step: { total: 249, candidate: 25 } }), NOW)).toMatchObject({
      action: 'hold',
      decision: 'This step has had 249 of 250 predictions.',
    });
  });

  it('holds while the step lacks time', () => {
    const rollout = aRollout({ policy: aPolicy({ minimumStepMs: 2 * 3_600_000 }) });
    expect(decide(rollout, someEvidence(), NOW).decision).toBe('This step runs 3600 s more.');
  });

  it('never counts missing labels as good: no labels hold the step, however many predictions there are', () => {
    const unlabelled = someEvidence({
      step: { total: 1e6, candidate: 1e5 },
      paired: { n: 0, varianceOfDifference: 0 },
    });
    expect(decide(aRollout(), unlabelled, NOW)).toMatchObject({
      action: 'hold',
      metrics: [{ verdict: 'not_enough_evidence', difference: { estimate: null, n: 0 } }],
    });
  });

  it('a gate passes nobody who is not shown to be within the margin, where a guardrail does', () => {
    const wide = someEvidence({ paired: { n: 120, varianceOfDifference: 4 } });
    const gated = aRollout({ policy: aPolicy({ logLossRole: 'gate' }) });
    expect(decide(gated, wide, NOW).action).toBe('hold');
    expect(decide(aRollout(), wide, NOW).action).toBe('advance');
  });

  it('pauses on a sample-ratio mismatch, whatever the metrics say', () => {
    const skewed = someEvidence({ step: { total: 1000, candidate: 300 }, paired: { meanDifference: -0.3 } });
    expect(decide(aRollout(), skewed, NOW).action).toBe('pause');
  });

  it.each(['paused', 'promoting'] as const)('leaves a rollout alone that is %s', (state) => {
    expect(decide(aRollout({ state }), someEvidence(), NOW).action).toBe('hold');
  });

  it('gives the same answer to the same state and evidence', () => {
    expect(decide(aRollout(), someEvidence(), NOW)).toEqual(decide(aRollout(), someEvidence(), NOW));
  });
});
