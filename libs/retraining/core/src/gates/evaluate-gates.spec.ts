import { evaluateGates, type GateEvidence } from './evaluate-gates';
import { allPassed, type GatePolicy } from './gate';

const POLICY: GatePolicy = {
  minimumHoldout: 200,
  logLossMargin: 0.02,
  confidence: 0.9,
  minimumAuc: 0.5,
  fairnessMinimumRatio: 0.8,
  maximumBytes: 1000,
};

/** 400 rows, every fourth positive; a good model says 0.7 and 0.1, a poor one 0.3 everywhere. */
function evidence(change: Partial<GateEvidence> & { candidateIsGood?: boolean; rows?: number } = {}): GateEvidence {
  const rows = change.rows ?? 400;
  const labels = Uint8Array.from({ length: rows }, (_, i) => (i % 4 === 0 ? 1 : 0));
  const good = Float64Array.from(labels, (label) => (label ? 0.7 : 0.1));
  const poor = Float64Array.from(labels, (_, i) => 0.3 + (i % 10) / 1000);
  const candidateIsGood = change.candidateIsGood ?? true;
  return {
    holdout: { labels, candidate: candidateIsGood ? good : poor, champion: candidateIsGood ? poor : good },
    artifactBytes: 900,
    parityError: 1e-7,
    groups: { gender: { female: { n: 200, selected: 50 }, male: { n: 200, selected: 45 } } },
    ...change,
  };
}

const verdicts = (given: GateEvidence, policy = POLICY) =>
  Object.fromEntries(evaluateGates(given, policy).map(({ gate, verdict }) => [gate, verdict]));

describe('the gates', () => {
  it('pass a candidate that is better than the champion on the same rows', () => {
    const gates = evaluateGates(evidence(), POLICY);
    expect(allPassed(gates)).toBe(true);
    expect(gates.find(({ gate }) => gate === 'log_loss_against_champion')?.value?.high).toBeLessThan(-0.1);
  });

  it('fail a candidate that is worse', () => {
    expect(verdicts(evidence({ candidateIsGood: false }))).toMatchObject({ log_loss_against_champion: 'FAIL' });
  });

  it('do not pass on too few hold-out rows: insufficient data is not a pass', () => {
    const gates = evaluateGates(evidence({ rows: 199 }), POLICY);
    expect(gates.find(({ gate }) => gate === 'log_loss_against_champion')?.verdict).toBe('INSUFFICIENT_DATA');
    expect(allPassed(gates)).toBe(false);
  });

  it('fail a group that is selected too seldom, and say insufficient when a group is too small', () => {
    const unfair = { gender: { female: { n: 200, selected: 10 }, male: { n: 200, selected: 45 } } };
    const small = { gender: { female: { n: 20, selected: 5 }, male: { n: 200, selected: 45 } } };
    expect(verdicts(evidence({ groups: unfair }))['fairness_gender']).toBe('FAIL');
    expect(verdicts(evidence({ groups: small }))['fairness_gender']).toBe('INSUFFICIENT_DATA');
  });

  it('fail an artifact that is too large, or that the runtime reads differently from the trainer', () => {
    expect(verdicts(evidence({ artifactBytes: 1001 }))['artifact_size']).toBe('FAIL');
    expect(verdicts(evidence({ parityError: 1e-3 }))['runtime_parity']).toBe('FAIL');
  });

  it('no gates at all pass nobody', () => {
    expect(allPassed([])).toBe(false);
  });
});
