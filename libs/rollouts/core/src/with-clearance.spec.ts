import { decide } from './decide';
import { aRollout, someEvidence } from './rollout.builder';
import { withClearance } from './with-clearance';

const NOW = new Date('2026-01-01T01:00:00Z');
const last = aRollout({ stepIndex: 2, sharePercent: 50 });
const promote = decide(last, someEvidence({ step: { total: 400, candidate: 200 } }), NOW);
const harm = decide(last, someEvidence({ step: { total: 400, candidate: 200 }, paired: { meanDifference: 0.3 } }), NOW);

describe('withClearance', () => {
  it('lets a promotion pass that is approved or needs nobody', () => {
    expect(promote.action).toBe('promote');
    expect(withClearance(promote, { kind: 'free' })).toBe(promote);
  });

  it('holds the last step while approvals are missing, and keeps the evidence', () => {
    expect(withClearance(promote, { kind: 'waits', reason: 'waits for 2 approvals' })).toEqual({
      ...promote,
      action: 'hold',
      decision: 'The evidence is in; the candidate waits for 2 approvals.',
      awaitsApproval: true,
    });
  });

  it('rolls back what people refused', () => {
    const refused = { kind: 'refused', reason: 'approval was refused: too risky' } as const;
    expect(withClearance(promote, refused)).toMatchObject({
      action: 'roll_back',
      decision: expect.stringContaining('too risky'),
    });
  });

  it('never holds back a roll-back', () => {
    expect(harm.action).toBe('roll_back');
    expect(withClearance(harm, { kind: 'waits', reason: 'waits for 2 approvals' })).toBe(harm);
  });
});
